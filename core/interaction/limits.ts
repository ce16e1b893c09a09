/** What an interaction takes of a browser at most; octets, but for the last two. */
export const interactionLimits = {
  /** The texts of one post. */
  texts: 1024 * 1024,
  /** One post, files and all. */
  post: 10 * 1024 * 1024,
  /** One file: what is left of a post is room enough for everything else on its page. */
  file: 10_000_000,
  /** Parts of one post. */
  parts: 400,
  /** Files of one post: each field takes one. */
  files: 20,
} as const;

/** How large a form may be. */
export const formLimits = {
  pages: 30,
  fieldsOfPage: 40,
  fields: 200,
  options: 200,
  /** Characters of an answer. */
  answer: 10_000,
  /** Characters of a pattern. */
  pattern: 500,
} as const;
