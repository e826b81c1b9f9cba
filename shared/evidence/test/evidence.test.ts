import t from 'tap';
import {
  canonicalJson,
  type Digest,
  digestOf,
  isDigest,
  type Link,
  linkHash,
  verifyChain,
} from '../src/index.js';

t.test('a digest is that of FIPS 180-4, over bytes or UTF-8 text', async (t) => {
  const abc = 'sha-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  t.equal(digestOf('abc'), abc);
  t.equal(digestOf(Buffer.from('abc')), abc);
  t.equal(digestOf('å'), digestOf(Buffer.from([0xc3, 0xa5])));
  t.ok(isDigest(abc));
  for (const other of [abc.toUpperCase(), abc.slice(1), `${abc}0`, `${abc}\n`, '', null, 7])
    t.notOk(isDigest(other));
});

t.test('canonical JSON is that of RFC 8785', async (t) => {
  t.equal(
    canonicalJson({ b: [1e21, 0.000001, -0], a: '\u20ac\u000f"' }),
    '{"a":"€\\u000f\\"","b":[1e+21,0.000001,0]}',
  );
  t.equal(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, '\r': 3 }), '{"\\r":3,"\u{1f600}":2,"\ufb33":1}');
  t.equal(canonicalJson(null), 'null');
  t.throws(() => canonicalJson(undefined), TypeError);
  t.throws(() => canonicalJson(Number.NaN));
});

function chainOf(...entries: string[]): Link[] {
  let previous: Digest | null = null;
  return entries.map((entry, index) => {
    const link: Link = { seq: index + 1, entry, previous, hash: linkHash(previous, entry) };
    previous = link.hash;
    return link;
  });
}

t.test('a chain that is whole has a head to go on from', async (t) => {
  const links = chainOf('a', 'b', 'c');
  const head = { seq: 3, hash: links[2]?.hash };
  t.same(verifyChain([]), { ok: true, head: { seq: 0, hash: null } });
  t.same(verifyChain(links), { ok: true, head });
  const first = verifyChain(links.slice(0, 1));
  t.same(first.ok && verifyChain(links.slice(1), first.head), { ok: true, head });
});

t.test('a link hashes what it says', async (t) => {
  t.equal(linkHash(null, 'a'), digestOf('\na'));
  t.equal(linkHash(digestOf('x'), 'a'), digestOf(`${digestOf('x')}\na`));
});

t.test('a chain that was tampered with fails at the first wrong link', async (t) => {
  const [a, b, c] = chainOf('a', 'b', 'c') as [Link, Link, Link];
  const forged = { ...b, entry: 'B', hash: linkHash(a.hash, 'B') };
  t.same(verifyChain([b, c]), { ok: false, seq: 2, problem: 'GAP' });
  t.same(verifyChain([a, c]), { ok: false, seq: 3, problem: 'GAP' });
  t.same(verifyChain([a, a]), { ok: false, seq: 1, problem: 'GAP' });
  t.same(verifyChain([a, { ...b, seq: Number.NaN }]), { ok: false, seq: Number.NaN, problem: 'GAP' });
  t.same(verifyChain([a, { ...b, previous: null }]), { ok: false, seq: 2, problem: 'PREVIOUS_DIFFERS' });
  t.same(verifyChain([a, { ...b, entry: 'B' }, c]), { ok: false, seq: 2, problem: 'HASH_DIFFERS' });
  t.same(verifyChain([a, forged, c]), { ok: false, seq: 3, problem: 'PREVIOUS_DIFFERS' });
});
