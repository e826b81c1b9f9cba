import type { ApiInfo, Contract } from '@storstad/contract';
import type { Node } from '../node.js';

/** What an interface is (DIGG REST API profile), with whether this node is only for rehearsal. */
export const apiInfo = (node: Pick<Node, 'city' | 'rehearsal'>, contract: Contract): ApiInfo => ({
  apiName: contract.document.info.title,
  apiVersion: contract.version,
  apiReleased: '2026-11-22',
  apiDocumentation: './openapi.json',
  apiStatus: 'active',
  city: node.city,
  contractDigest: contract.digest,
  rehearsal: node.rehearsal,
});
