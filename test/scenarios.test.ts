import { readdirSync, readFileSync } from 'node:fs';
import { openStage, playScenario, readScenario } from '@storstad/rehearsal';
import t from 'tap';

const folder = new URL('scenarios/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const limitInMs = 180_000;
const stage = await openStage();
t.setTimeout(files.length * limitInMs);
t.teardown(() => stage.close());

for (const file of files)
  t.test(file, { timeout: limitInMs }, async (t) => {
    const scenario = readScenario(readFileSync(new URL(file, folder), 'utf8'), file);
    t.strictSame(await playScenario(scenario, { stage }), [], scenario.name);
  });
