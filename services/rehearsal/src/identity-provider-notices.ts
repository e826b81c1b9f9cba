// oidc-provider advises on the console how to run it in production and on which Node.js. Here it is a stand-in for
// the cities' real identity providers, so its advice would only hide what matters. Imported before oidc-provider.
for (const method of ['info', 'warn'] as const) {
  const print = console[method];
  console[method] = (...parts: unknown[]) => {
    if (!/oidc-provider (NOTICE|WARNING): /.test(String(parts[0]))) print(...parts);
  };
}
