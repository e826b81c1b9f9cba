import type { DeskOperationId } from '@storstad/contract';
import * as agreements from './agreements.js';
import { getCaseCosts } from './case-costs.js';
import * as caseFile from './case-file.js';
import * as caseLists from './case-lists.js';
import * as caseWork from './case-work.js';
import * as contactPoints from './contact-points.js';
import { listCostFindings } from './cost-findings.js';
import {
  answerDispute,
  disputeCostLine,
  getCostLine,
  postCostLine,
  reverseCostLine,
  settleDispute,
} from './cost-lines.js';
import * as deliveries from './deliveries.js';
import type { DeskCommand } from './desk-command.js';
import * as exports from './exports.js';

import * as externalServices from './external-services.js';

import * as financing from './financing.js';
import * as followUp from './follow-up.js';
import * as incidents from './incidents.js';
import * as invoiceImport from './invoice-import.js';
import * as invoices from './invoices.js';
import * as ledger from './ledger.js';
import { getNodeStatus } from './node-status.js';
import * as placements from './placements.js';
import * as policeDecisions from './police-decisions.js';
import * as providers from './providers.js';
import * as readCases from './read-cases.js';
import * as readLog from './read-log.js';
import { giveReadingReason } from './reading-reasons.js';
import * as referrals from './referrals.js';
import * as reports from './reports.js';
import { listStaff } from './staff.js';
import * as threads from './threads.js';

/** Operations that answer anyone and concern the node alone; see http/desk/about.ts. */
export type PublicOperationId = 'getApiInfo' | 'getContract' | 'getLiveness' | 'getReadiness';
export type StaffOperationId = Exclude<DeskOperationId, PublicOperationId>;

/** Every operation of the desk that staff can ask for, by its id in the contract. The type knows when one is missing. */
export const deskCommands: { readonly [Op in StaffOperationId]: DeskCommand<Op> } = {
  ...agreements,
  ...caseLists,
  ...readCases,
  ...threads,
  ...caseFile,
  ...caseWork,
  ...referrals,
  ...placements,
  ...policeDecisions,
  ...followUp,
  ...incidents,
  ...contactPoints,
  getCaseCosts,
  listCostFindings,
  postCostLine,
  getCostLine,
  reverseCostLine,
  disputeCostLine,
  answerDispute,
  settleDispute,

  ...providers,
  ...externalServices,

  ...financing,
  ...ledger,
  ...exports,
  ...reports,
  ...invoices,
  ...invoiceImport,
  ...deliveries,
  giveReadingReason,
  ...readLog,
  getNodeStatus,
  listStaff,
};
