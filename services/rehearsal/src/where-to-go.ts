import { deskAudience } from './cities.js';
import { deskUrl, pagesOrigin, peerUrl } from './city-settings.js';
import type { Network } from './network.js';
import { personaSecret } from './persona.js';
import type { Stage } from './stage.js';

/** Who is worth logging in as, by city, with what is to be seen. */
export const logIns = {
  stockholm: [
    ['social-worker@stockholm/JARVA', 'a case of every kind'],
    ['social-worker.2@stockholm/JARVA', 'a colleague, to whom they are another’s cases'],
    ['police-liaison@stockholm', 'what waits for the police'],
    ['administrator@stockholm/JARVA', 'money, statements, providers, a version to approve'],
    ['auditor@stockholm/JARVA', 'who has read what, samples'],
  ],
  goteborg: [
    ['social-worker@goteborg/NORDOST', 'a child in a running stay'],
    ['police-liaison@goteborg', 'what waits for the police'],
    ['administrator@goteborg/NORDOST', 'a line that is asked about'],
    ['auditor@goteborg/NORDOST', 'the same, to look at'],
  ],
  malmo: [
    ['social-worker@malmo/ASN', 'a case of every kind'],
    ['social-worker.2@malmo/ASN', 'a colleague, to whom they are another’s cases'],
    ['police-liaison@malmo', 'what waits for the police'],
    ['administrator@malmo/ASN', 'invoices with findings, samples, a statement to sign'],
    ['auditor@malmo/ASN', 'who has read what, samples'],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [persona: string, sees: string])[]>>;

/** What someone needs who wants to use the running cities: addresses, people, and how to log in. */
export function whereToGo(network: Network, { issuer }: Stage): string {
  const desks = network.cityIds.map((id) => network.city(id).settings);
  const [first] = desks;
  const [[worker]] = logIns.stockholm;
  return `
The three cities are up. Their clocks show the real time. Ctrl-C stops everything.

${desks.map((settings) => row(settings.city.name, `${pagesOrigin(settings)}/`)).join('\n')}

Log in as any of these, or as anyone written role@city/UNIT; the secret is always "${personaSecret}":

${Object.values(logIns)
  .map((people) => people.map(([persona, sees]) => `  ${persona.padEnd(34)} ${sees}`).join('\n'))
  .join('\n\n')}

For programs:

${desks.map((settings) => row('Desk', deskUrl(settings))).join('\n')}
${desks.map((settings) => row('Peer door', `${peerUrl(settings)}, of ${settings.city.name}`)).join('\n')}
${row('Contract', `${first && deskUrl(first)}/openapi.json`)}
${row('Token', `curl ${issuer}/token -d grant_type=client_credentials -d client_id=${worker} \\`)}
${row('', `-d client_secret=${personaSecret} -d resource=${deskAudience('stockholm')}`)}

The cities' member cards, with these addresses letter by letter, are in .data/members, their keys in .data/CITY/secrets.
`;
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(16)} ${value}`;
}
