import { deskAudience } from './cities.js';
import { deskUrl, peerUrl } from './city-settings.js';
import { cast } from './main-job/job.js';
import type { Network } from './network.js';
import { personaSecret } from './persona.js';
import type { Stage } from './stage.js';

/** What someone needs who wants to use the running cities: addresses, people, and how to log in. */
export function whereToGo(network: Network, { issuer }: Stage): string {
  const desks = network.cityIds.map((id) => network.city(id).settings);
  const [first] = desks;
  return `
The three cities are up. Their clocks show the real time. Ctrl-C stops everything.

${desks.map((settings) => `  ${settings.city.name.padEnd(16)} ${deskUrl(settings)}`).join('\n')}
${desks.map((settings) => `  ${'Peer door'.padEnd(16)} ${peerUrl(settings)}, of ${settings.city.name}`).join('\n')}
  ${'Contract'.padEnd(16)} ${first && deskUrl(first)}/openapi.json
  ${'Identities'.padEnd(16)} ${issuer}

The cities' member cards, with these addresses letter by letter, are in .data/members, their keys in .data/CITY/secrets.

Log in as any of these, or as anyone written role@city/UNIT; the secret is always "${personaSecret}":

${Object.values(cast)
  .map((persona) => `  ${persona}`)
  .join('\n')}

To get a token, and to list the cases:

  TOKEN=$(curl -s ${issuer}/token -d grant_type=client_credentials \\
    -d client_id=${cast.homeWorker} -d client_secret=${personaSecret} \\
    -d resource=${deskAudience('stockholm')} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s -H "Authorization: Bearer $TOKEN" ${first && deskUrl(first)}/cases
`;
}
