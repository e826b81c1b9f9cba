// The receiving city of the exchange benchmark: a whole node with its peer door open, in a process of its own.
import { agreement, approval, ask, wireCity } from './city.mjs';

process.once('message', async ({ folder, peerPort }) => {
  const malmo = wireCity(folder, { city: 'malmo', peerPort });
  await malmo.peer.listen({ host: '127.0.0.1', port: peerPort });
  process.once('message', async () => {
    await ask(malmo, 'approveAgreement', 'ASN', approval('ASN'));
    process.send({ approved: agreement.id });
  });
  process.send({ open: true });
});
process.on('disconnect', () => process.exit(0));
