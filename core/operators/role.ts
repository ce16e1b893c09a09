/** What a person at the bench may do: a technician runs stations and looks; an engineer may do everything. */
export type Role = 'technician' | 'engineer';

export const roles = ['technician', 'engineer'] as const satisfies readonly Role[];

/** Whether somebody with a role may do what needs at least another one. */
export function isAtLeast(role: Role, least: Role): boolean {
  return role === 'engineer' || least === 'technician';
}
