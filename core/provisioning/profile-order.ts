/** The members of a profile in the order in which they are written. */
export const profileOrder: readonly string[] = [
  ...['$schema', 'name', 'version', 'description', 'device', 'columns', 'server', 'permits'],
  ...['configurations', 'bootstrap', 'card', 'forms', 'sessionPlan', 'plans', 'simulatedDevice'],
];
