export { contractSignatureType, type Member, readMembers } from './member-cards.js';
