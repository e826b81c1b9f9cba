const { measureLedger } = await import('/work/main/test/bench/ledger.mjs');
console.log(await measureLedger({few:10000, many:Number(process.argv[2]??100000), rounds:2})); process.exit(0);
