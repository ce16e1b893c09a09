/** Where interactions begin, on an origin of their own. */
export const interactionRoot = '/interaction/';

/** The stylesheet of every page. */
export const stylesheetPath = `${interactionRoot}style.css`;

/** What the address of the final page ends in [ours, choice 12 of the protocol digest]. */
export const finalSegment = 'end';

/** The path of an interaction, below which all its pages are. */
export function interactionPath(token: string): string {
  return interactionRoot + token;
}

/** The path of a page; the first is 0 and is written as 1. */
export function pagePath(interaction: string, page: number): string {
  return `${interaction}/${page + 1}`;
}

/** The path of the final page. */
export function finalPath(interaction: string): string {
  return `${interaction}/${finalSegment}`;
}

/** The page that the last segment of a path names; undefined where it names none that a form can have. */
export function pageOfSegment(segment: string): number | undefined {
  return /^[1-9]\d?$/.test(segment) ? Number(segment) - 1 : undefined;
}

/** The interactions of a text of JSON, whose addresses nobody but the device and its browser may have. */
const addressInText = /(\/interaction\/)[A-Za-z0-9_-]{20,}/g;

/** A text without what makes addresses of interactions unguessable, for whoever reads it later. */
export function withoutTokens(text: string): string {
  return text.includes(interactionRoot) ? text.replaceAll(addressInText, '$1…') : text;
}
