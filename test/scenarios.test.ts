import { readdirSync, readFileSync } from 'node:fs';
import { openStage, playScenario, readScenario } from '@storstad/rehearsal';
import t from 'tap';

const folder = new URL('scenarios/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const stage = await openStage();
t.teardown(() => stage.close());

for (const file of files)
  t.test(file, async (t) => {
    const scenario = readScenario(readFileSync(new URL(file, folder), 'utf8'), file);
    t.strictSame(await playScenario(scenario, { stage }), [], scenario.name);
  });
