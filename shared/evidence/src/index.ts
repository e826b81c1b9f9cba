export { canonicalJson } from './canonical-json.js';
export { type Digest, digestOf, isDigest } from './digest.js';
export {
  type ChainHead,
  type ChainProblem,
  type ChainVerdict,
  EMPTY_CHAIN,
  type Link,
  linkHash,
  verifyChain,
} from './hash-chain.js';
export {
  LinesDigest,
  type SignedBytes,
  statementEnd,
  statementHead,
  statementLine,
} from './statement-file.js';
export { type JsonProblem, MAX_JSON_DEPTH, parseJsonStrictly, type StrictJson } from './strict-json.js';
