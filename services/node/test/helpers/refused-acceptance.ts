import { administrator, bringTo, liaison, openAndReady, worker, workerIn } from './case-work.js';
import type { CityNode } from './city-nodes.js';

interface TwoCities {
  readonly home: CityNode;
  readonly receiving: CityNode;
  deliver(): Promise<void>;
}

/** The receiving city accepts while the home city withdraws, so that the home city refuses the acceptance; answers the message's id. */
export async function refusedAcceptance({ home, receiving, deliver }: TwoCities): Promise<string> {
  const caseId = await openAndReady(home);
  const params = { caseId };
  await bringTo({ home, receiving, deliver }, caseId, 'requested');
  for (const { peerDoor } of [home, receiving]) peerDoor.shut();
  const { referrals } = await home.must(worker, 'getCase', { params });
  const referral = { ...params, referralId: referrals[0].id };
  await home.must(worker, 'withdrawReferral', { params: referral, body: { reason: 'need-changed' } });
  await receiving.must(liaison, 'clearPlace', { params, body: { verdict: 'clear' } });
  await receiving.must(workerIn('malmo'), 'acceptReferral', { params, body: { unit: 'ASN' } });
  for (const { peerDoor } of [home, receiving]) peerDoor.open();
  await deliver();
  const [newest] = (await receiving.must(administrator, 'listDeliveries')).deliveries;
  if (newest?.type !== 'referral-accepted' || newest.state !== 'refused')
    throw new Error('The acceptance was not refused');
  return newest.messageId;
}
