import type { z } from 'zod';
import type { JsonPath } from './profile-references.ts';

/** What is wrong with a value that a schema was held against, and where. */
export interface SchemaIssue {
  readonly path: JsonPath;
  readonly detail: string;
}

/**
 * The issues that a schema found, each at its innermost place. Where a schema has alternatives, those of the one that
 * the value is meant as: "Invalid input" for a whole session plan tells nobody what to mend.
 */
export function schemaIssues(
  issues: readonly z.core.$ZodIssue[],
  above: JsonPath = [],
): readonly SchemaIssue[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    if (issue.code !== 'invalid_union' || issue.errors.length === 0)
      return [{ path, detail: issue.message.replace(/\.$/, '') }];
    const meant =
      issue.errors.find((alternative) => !alternative.some(isOfAnotherKind)) ??
      issue.errors.find((alternative) => !alternative.some(isOfAnotherType));
    if (meant) return schemaIssues(meant, path);
    const types = issue.errors.flat().flatMap((each) => (isOfAnotherType(each) ? [each.expected] : []));
    return [{ path, detail: `${[...new Set(types)].join(' or ')} is expected` }];
  });
}

/** Whether an alternative is for other values altogether. */
function isOfAnotherKind(issue: z.core.$ZodIssue): boolean {
  return isOfAnotherType(issue) || (issue.code === 'invalid_value' && issue.path.length === 0);
}

/** Whether an alternative is for values of another type altogether. */
function isOfAnotherType(issue: z.core.$ZodIssue): issue is z.core.$ZodIssueInvalidType {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}
