var OLDEST = 20;

/** Whether a Node version such as "18.19.1" is new enough to set DM Bench up. */
export function isNewEnough(version) {
  return Number(version.split('.')[0]) >= OLDEST;
}

/** Ends the process with a clear word when the machine's Node is too old. Written in old syntax on purpose. */
export function requireNode() {
  if (isNewEnough(process.versions.node)) return;
  console.error(
    'DM Bench needs Node ' +
      OLDEST +
      ' or newer; this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').',
  );
  console.error('Install a newer one and run the same command again.');
  process.exit(1);
}
