import pg from 'pg';
import { type CodedError, codedError } from '../../../core/errors.ts';
import { isOnThisMachine, type OrderBookAddress, printOrderBookAddress } from './order-book-address.ts';

/** How a bench reaches an order book. */
export interface PostgresAccess {
  readonly address: OrderBookAddress;
  readonly password: string;
  /** The certificate (PEM) of the authority that the server's is of; left out, those that the system trusts. */
  readonly authorityPem?: string | undefined;
}

type Row = Readonly<Record<string, unknown>>;
type Value = string | number | boolean | null | readonly string[] | readonly number[];

/** A PostgreSQL database; what fails is a coded error. */
export interface Postgres {
  /** One statement, which is a transaction of its own. */
  all(sql: string, values?: readonly Value[]): Promise<readonly Row[]>;
  /** Several statements, all or nothing. */
  transaction<Result>(work: (all: Postgres['all']) => Promise<Result>): Promise<Result>;
  /**
   * Calls back at each notification on a channel, until the connection ends.
   * @param ended told once, when nothing more will come
   * @returns stops it
   */
  listen(channel: string, told: () => void, ended: () => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** So many milliseconds for a connection, and for a statement: a server that says nothing is as good as gone. */
const connectionTimeout = 5000;
const statementTimeout = 15_000;

/** A database over a few connections, opened when they are needed. */
export function openPostgres(access: PostgresAccess): Postgres {
  const { address, password, authorityPem } = access;
  const options: pg.ClientConfig = {
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    password,
    application_name: 'DM Bench',
    connectionTimeoutMillis: connectionTimeout,
    statement_timeout: statementTimeout,
    query_timeout: statementTimeout + 1000,
    keepAlive: true,
    // Over a network nothing goes in plain; whoever names an authority means it here, too.
    ssl:
      isOnThisMachine(address) && !authorityPem ? false : { ...(authorityPem ? { ca: authorityPem } : {}) },
  };
  const coded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw faultOf(error, address);
    }
  };
  const pool = new pg.Pool({ ...options, max: 4, idleTimeoutMillis: 30_000 });
  // A connection that ends while nobody uses it is replaced by the next one.
  pool.on('error', () => {});
  const on =
    (client: pg.Pool | pg.PoolClient): Postgres['all'] =>
    async (sql, values = []) =>
      (await client.query<Row>(sql, [...values])).rows;
  return {
    all: (sql, values) => coded(() => on(pool)(sql, values)),
    transaction: (work) =>
      coded(async () => {
        const client = await pool.connect();
        let broken: Error | undefined;
        try {
          await client.query('BEGIN');
          const result = await work(on(client));
          await client.query('COMMIT');
          return result;
        } catch (error) {
          await client.query('ROLLBACK').catch((failed: Error) => {
            broken = failed;
          });
          throw error;
        } finally {
          client.release(broken);
        }
      }),
    async listen(channel, told, ended) {
      const client = new pg.Client(options);
      await coded(async () => {
        client.on('notification', told);
        client.on('error', () => {});
        await client.connect();
        await client.query(`LISTEN ${channel}`);
      });
      client.once('end', ended);
      return async () => {
        client.removeListener('end', ended);
        await client.end().catch(() => {});
      };
    },
    close: () => pool.end(),
  };
}

const refused = /^(28|3D|42501)/;
// A deadlock, too, is over when it is tried again.
const unreachable = /^(08|40|57P|53300)/;

/** What a failure of the database means. What the server says of it names no password. */
function faultOf(error: unknown, where: OrderBookAddress): CodedError | unknown {
  if (!(error instanceof Error) || 'fault' in error) return error;
  const address = printOrderBookAddress(where);
  const parameters = { address, detail: detailOf(error) };
  const code = 'code' in error ? String(error.code) : '';
  const cause = { cause: error };
  if (code === '23505') return codedError('ORDER_BOOK_CONFLICT', {}, cause);
  if (code === '53100') return codedError('ORDER_BOOK_FULL', { address }, cause);
  if (refused.test(code) || isAboutTls(error, code))
    return codedError('ORDER_BOOK_REFUSED', parameters, cause);
  const isServers = /^[0-9A-Z]{5}$/.test(code);
  if (!isServers || unreachable.test(code)) return codedError('ORDER_BOOK_UNREACHABLE', parameters, cause);
  return codedError('ORDER_BOOK_FAILED', parameters, cause);
}

function isAboutTls({ message }: Error, code: string): boolean {
  return (
    /CERT|SELF_SIGNED|SIGNATURE|ISSUER|TLS|SSL/.test(code) ||
    /does not support SSL|password must be/.test(message)
  );
}

/** Several addresses of one host fail as one, with the causes in it. */
function detailOf(error: Error): string {
  const causes = error instanceof AggregateError ? error.errors.map((each: Error) => each.message) : [];
  return (error.message || causes.join(', ') || 'no answer').replace(/\.$/, '');
}
