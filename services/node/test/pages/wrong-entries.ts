import type { Field } from '../../src/http/pages/forms/field.js';

/** For each kind of field, entries that can be no value of it. */
export function wrongEntries(fields: readonly Field[], at = ''): [string, string][] {
  return fields.flatMap(({ name: own, kind }): [string, string][] => {
    const name = at + own;
    switch (kind.is) {
      case 'fixed':
      case 'confirm':
        return [];
      case 'group':
        return wrongEntries(kind.fields, at);
      case 'rows':
        return wrongEntries(kind.fields, `${name}.0.`);
      case 'date':
      case 'last-day':
        return [
          [`${name}-year`, '2025'],
          [`${name}-month`, '13'],
          [`${name}-day`, '1'],
        ];
      case 'instant':
        return [
          [`${name}-year`, '2025'],
          [`${name}-month`, '1'],
          [`${name}-day`, '1'],
          [`${name}-time`, '25:00'],
        ];
      case 'text':
      case 'long-text':
        return [[name, `\u202e${'<b>x</b>'.repeat(600)}`]];
      default:
        return [[name, '<script>alert(1)</script>x y']];
    }
  });
}
