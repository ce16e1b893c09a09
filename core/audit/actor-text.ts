import type { Actor } from './entry.ts';

/** Who acted, as reports say it. */
export function actorText(actor: Actor): string {
  switch (actor.kind) {
    case 'operator':
      return actor.name;
    case 'commandLine':
      return `${actor.user} (command line)`;
    case 'bench':
      return 'nobody signed in';
  }
}

/** Several who acted. */
export function actorsText(actors: readonly Actor[]): string {
  return actors.map(actorText).join(' / ');
}

/** Everybody once, in the order in which they came first. */
export function eachOnce(actors: readonly Actor[]): readonly Actor[] {
  return [...new Map(actors.map((actor) => [JSON.stringify(actor), actor])).values()];
}
