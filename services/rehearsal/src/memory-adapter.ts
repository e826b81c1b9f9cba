import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Where the identity provider keeps what lasts only as long as it runs. Clients are not kept but looked up by their ids. */
export function memoryAdapter(findClient: (id: string) => AdapterPayload | undefined): AdapterFactory {
  const kept = new Map<string, { readonly payload: AdapterPayload; readonly until: number }>();
  const forgetOld = () => {
    for (const [key, { until }] of kept) if (until < Date.now()) kept.delete(key);
  };
  return (model: string): Adapter => {
    const keyOf = (id: string) => `${model} ${id}`;
    const find = async (id: string) => {
      if (model === 'Client') return findClient(id);
      const found = kept.get(keyOf(id));
      return found && found.until >= Date.now() ? found.payload : undefined;
    };
    return {
      find,
      async findByUid(uid) {
        forgetOld();
        return [...kept].find(([key, { payload }]) => key.startsWith(keyOf('')) && payload.uid === uid)?.[1]
          .payload;
      },
      async findByUserCode() {
        return undefined;
      },
      async upsert(id, payload, expiresIn) {
        forgetOld();
        kept.set(keyOf(id), { payload, until: Date.now() + expiresIn * 1000 });
      },
      async consume(id) {
        const payload = await find(id);
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        kept.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
