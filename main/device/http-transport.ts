import type { TransportCredentials } from '../../core/bootstrap/bootstrap-message.ts';
import { deviceIdHeader, mediaTypes } from '../../core/dm/choices.ts';
import { type CodedError, codedError } from '../../core/errors.ts';

/** What came back over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** The device's HTTP: credentials only once a server has asked for them, never to another origin. */
export interface HttpTransport {
  /** @throws DM_SERVER_UNREACHABLE */
  request(
    uri: string,
    options: { readonly body?: string; readonly contentType?: string },
  ): Promise<HttpAnswer>;
}

/** An origin has to answer within this time; a device may take long to execute, a server may not. */
const answerTime = 30_000;

export function createHttpTransport(
  deviceId: string,
  serverUri: string,
  credentials: TransportCredentials,
  signal: AbortSignal,
): HttpTransport {
  const { origin } = new URL(serverUri);
  const basic = `Basic ${Buffer.from(`${credentials.userName}:${credentials.password}`).toString('base64')}`;
  let asked = false;

  const once = async (uri: string, options: { body?: string; contentType?: string }): Promise<Response> => {
    const headers: Record<string, string> = {
      [deviceIdHeader]: deviceId,
      accept: options.body === undefined ? mediaTypes.serializedMo : mediaTypes.package2,
      ...(options.contentType === undefined ? {} : { 'content-type': options.contentType }),
      ...(asked && new URL(uri).origin === origin ? { authorization: basic } : {}),
    };
    try {
      return await fetch(uri, {
        method: options.body === undefined ? 'GET' : 'POST',
        headers,
        ...(options.body === undefined ? {} : { body: options.body }),
        // #1 and #3 are never redirected; what would be is not our server.
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerTime)]),
      });
    } catch (error) {
      throw unreachable(uri, error);
    }
  };

  return {
    async request(uri, options) {
      let response = await once(uri, options);
      if (response.status === 401 && !asked && new URL(uri).origin === origin) {
        await response.arrayBuffer();
        asked = /\bBasic\b/i.test(response.headers.get('www-authenticate') ?? '');
        if (asked) response = await once(uri, options);
      }
      try {
        return { status: response.status, body: await response.text() };
      } catch (error) {
        throw unreachable(uri, error);
      }
    },
  };
}

function unreachable(uri: string, error: unknown): CodedError {
  const { cause } = error instanceof Error ? error : { cause: undefined };
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  const detail = code ?? (error instanceof Error ? error.message : String(error));
  return codedError('DM_SERVER_UNREACHABLE', { uri, detail }, { cause: error });
}
