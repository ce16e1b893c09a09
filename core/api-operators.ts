import { z } from 'zod';
import type { Role } from './operators/role.ts';

/**
 * The part of the contract that is about people: who is signed in and what they may do, the operators of a bench, and
 * what protects its secrets. A PIN, the code of a badge or a passphrase goes from the window to main, and never back.
 */

/** A person of the bench, as the sign-in screen shows them. */
export interface OperatorName {
  readonly operatorId: string;
  readonly name: string;
}

/** Who is at the bench. */
export type SignInState =
  /** No operators are named: whoever is at the bench may do everything. */
  | { readonly kind: 'off'; readonly productionLocked: boolean }
  | {
      readonly kind: 'signedOut';
      /** Those who have a PIN. */
      readonly operators: readonly OperatorName[];
      /** Whether somebody has a badge. */
      readonly badges: boolean;
    }
  | {
      readonly kind: 'signedIn';
      readonly operator: OperatorName & { readonly role: Role };
      readonly productionLocked: boolean;
    };

/** A person of the bench, as engineers see them. */
export interface OperatorView extends OperatorName {
  readonly role: Role;
  readonly hasPin: boolean;
  readonly hasBadge: boolean;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly disabledAt?: number;
}

/** What protects the vault's key; `basicText` is a key store that has nothing to seal with. */
export type VaultProtection =
  | { readonly kind: 'keyFile' }
  | { readonly kind: 'passphrase' }
  | { readonly kind: 'keyStore'; readonly name: string; readonly basicText: boolean };

/** How the bench guards what is secret, as engineers see it. */
export interface SecurityView {
  readonly vault: VaultProtection;
  /** Whether the system has a key store that the vault's key could be sealed with. */
  readonly keyStore: boolean;
  readonly production:
    | { readonly kind: 'open' }
    /** Whoever knows its PIN may take it away; with operators, an engineer may. */
    | { readonly kind: 'locked'; readonly hasPin: boolean };
  /** After so many minutes without a touch or a key the window is locked; 0 never. */
  readonly idleMinutes: number;
  /** For whom key files are encrypted so that this bench can open them (age). */
  readonly keyRecipient: string;
  /** How many issuer keys of single cards the bench keeps, sealed. */
  readonly keptIssuerKeys: number;
}

/** A file of issuer keys or PINs that main holds; the window has a token, and what may be said of it. */
export interface ChosenKeyFile {
  readonly kind: 'chosen';
  readonly token: string;
  readonly name: string;
  readonly keys: number;
}

/** A key file that is encrypted with a passphrase, and not open yet. */
export interface EncryptedKeyFile {
  readonly kind: 'encrypted';
  readonly token: string;
  readonly name: string;
}

/** What each call about people answers. */
export interface OperatorAnswers {
  signInState: SignInState;
  signIn: SignInState;
  signOut: SignInState;
  noteActivity: SignInState;
  operators: readonly OperatorView[];
  addOperator: readonly OperatorView[];
  changeOperator: readonly OperatorView[];
  security: SecurityView;
  saveIdleMinutes: SecurityView;
  lockProduction: SecurityView;
  unlockProduction: SecurityView;
  protectVault: SecurityView;
  openKeyFile: ChosenKeyFile;
  openVault: { readonly kind: 'opened' };
}

const nothing = z.strictObject({});
/** What is too long to be one is refused before anything is computed of it. */
const pin = z.string().max(64);
const badge = z.string().max(1000);
const name = z.string().max(200);
const passphrase = z.string().min(1).max(10_000);
const role = z.enum(['technician', 'engineer']);

export const operatorRequests = {
  /** Who is at the bench. */
  signInState: nothing,
  signIn: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pin'), operatorId: z.string().max(200), pin }),
    /** A badge signs in, also where somebody else is. */
    z.strictObject({ kind: z.literal('badge'), code: badge }),
  ]),
  /** Locks the window; what is running goes on. */
  signOut: nothing,
  /** Somebody touched the window. */
  noteActivity: nothing,
  operators: nothing,
  /** The first operator of a bench is an engineer with a PIN, and is signed in. */
  addOperator: z.strictObject({ name, role, pin: pin.optional(), badge: badge.optional() }),
  /** What is left out stays; null takes a PIN or a badge away. */
  changeOperator: z.strictObject({
    operatorId: z.string().max(200),
    name: name.optional(),
    role: role.optional(),
    pin: pin.nullable().optional(),
    badge: badge.nullable().optional(),
    disabled: z.boolean().optional(),
  }),
  security: nothing,
  saveIdleMinutes: z.strictObject({ minutes: z.int().min(0).max(240) }),
  /** Locks production data against reading back; without operators, with a PIN that takes the lock away. */
  lockProduction: z.strictObject({ pin: pin.optional() }),
  unlockProduction: z.strictObject({ pin: pin.optional() }),
  /** Puts the vault's key under a passphrase; without one, seals it with the system's key store. */
  protectVault: z.strictObject({
    passphrase: passphrase.optional(),
    /** Where a passphrase protects it now. */
    oldPassphrase: passphrase.optional(),
  }),
  /** Opens the vault of a data folder that a passphrase protects; before, nothing else is answered. */
  openVault: z.strictObject({ passphrase }),
  /** Opens an encrypted key file that was chosen, with the passphrase that its sender told. */
  openKeyFile: z.strictObject({ token: z.string().max(200), passphrase }),
} as const;
