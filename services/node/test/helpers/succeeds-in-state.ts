/**
 * What succeeds on a case in each state of cases-in-every-state.ts, by hand from the contract; whatever is not named for a
 * state must be refused there. Names as in case-calls.ts.
 */

const reads = 'getCase getPersonalDetails getThread getFollowUp getCaseCosts listReadings giveReadingReason';
const who = 'assignCase handOverCase';
/** What stands beside the cost at home, whenever it is known. */
const financing = 'recordGrant recordAlternative';
/** What the home city may write in the file of a case that is not closed. */
const file = `${who} ${financing} recordPersonalDetails giveConsent withdrawConsent assessThreat assessThreat/changed decideApproval
  decideApproval/refused withdrawApproval reclassifyCase recordRegisterCheck recordRegisterCheck/note
  recordFollowUp/investigation recordFollowUp/temporary-housing recordFollowUp/care-continuity`;
const meeting = 'recordFollowUp/coordination-meeting';
const beforeRequest = `${reads} ${file} ${meeting} correctIntake recordNoSuitableCity sendReferral closeCase`;
const deviations = 'raiseDeviation raiseDeviation/safety answerDeviation closeDeviation';
/** What either city may do in a case that both share. */
const shared = `${deviations} reportIncident noteIncidentReports recordFollowUp/safety-plan
  recordFollowUp/implementation-plan recordFollowUp/contact-person`;
/** What is done during the stay, and can be recorded when it has ended. */
const ofStay = `recordFollowUp/contact recordFollowUp/support-talk recordFollowUp/review recordFollowUp/visit
  recordFollowUp/monthly-report`;
const split = 'proposeResponsibilitySplit signResponsibilitySplit';
const afterwards = `${reads} ${deviations} noteIncidentReports rateCase`;

const homeShared = `${reads} ${file} ${shared}`;
const homeOngoing = `${homeShared} disclosePersonalDetails giveCompletion`;
const homeReady = `${homeOngoing} ${meeting} withdrawReferral closeIncident`;

const without = (list: string, ...names: string[]) =>
  names.reduce((rest, name) => rest.replace(name, ''), list);

export const succeedsAtHome: Readonly<Record<string, string>> = {
  draft: beforeRequest,
  requested: `${reads} ${file} ${meeting} withdrawReferral giveCompletion`,
  'requested, on hold': `${reads} ${file} ${meeting} withdrawReferral giveCompletion noteIncidentReports`,
  rejected: beforeRequest,
  accepted: `${homeReady} signPlacementAgreement`,
  'accepted, on hold': `${homeReady} ${split}`,
  ready: homeReady,
  'ready, on hold': `${homeReady} ${split}`,
  'ready, withdrawal asked': without(
    homeReady,
    'disclosePersonalDetails',
    'giveCompletion',
    'withdrawReferral',
  ),
  'in-progress': `${homeOngoing} ${ofStay} extendPlacement closeIncident openOnwardCase`,
  'in-progress, on hold': `${homeOngoing} ${ofStay} ${split} closeIncident openOnwardCase`,
  'in-progress, consent withdrawn': `${without(homeShared, 'raiseDeviation')} ${ofStay} closeIncident
    openOnwardCase`,
  departed: `${homeShared} ${ofStay} closeCase rateCase openOnwardCase`,
  'departed, an incident open': `${homeShared} ${ofStay} closeIncident rateCase openOnwardCase`,
  completed: `${afterwards} ${financing}`,
};

const asked = 'getCase getThread getFollowUp getCaseCosts listReadings giveReadingReason';
const thereShared = `${reads} ${who} ${shared} recordRegisterCheck recordRegisterCheck/note
  recordFollowUp/care-continuity`;
const thereBefore = `${thereShared} ${meeting} askForCompletion recordNoArrival closeIncident`;
const thereDuring = `${thereShared} ${ofStay} askForCompletion recordDeparture recordMove postCostLine
  recordLeave recordUpkeep`;

export const succeedsThere: Readonly<Record<string, string>> = {
  received: `${asked} assignCase askForCompletion clearPlace rejectReferral`,
  'received, place cleared': `${asked} assignCase askForCompletion clearPlace rejectReferral acceptReferral`,
  'received, on hold': `${asked} assignCase askForCompletion clearPlace rejectReferral noteIncidentReports`,
  rejected: `${asked} assignCase`,
  cancelled: asked,
  accepted: `${thereBefore} proposePlacementAgreement`,
  'accepted, on hold': `${thereBefore} ${split}`,
  ready: `${thereBefore} recordArrival`,
  'ready, on hold': `${thereBefore} ${split} recordArrival`,
  'in-progress': `${thereDuring} closeIncident`,
  'in-progress, on hold': `${thereDuring} ${split} closeIncident`,
  'in-progress, consent withdrawn': `${without(thereDuring, 'askForCompletion', 'raiseDeviation')} closeIncident`,
  departed: `${thereShared} ${ofStay} postCostLine recordLeave recordUpkeep rateCase`,
  'departed, an incident open': `${thereShared} ${ofStay} postCostLine recordLeave recordUpkeep closeIncident rateCase`,
  completed: `${afterwards} postCostLine recordUpkeep`,
};
