import http from 'node:http';

/** A browser for the tests of UI interactions, as far as they need one. */

export interface TestAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A file as a form posts it. */
export interface TestFile {
  readonly name: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly body: Uint8Array;
}

/** A browser without scripts, as far as forms need one: a cookie for each path, an Origin, and the form's token. */
export interface TestBrowser {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  /** The same, and on to where it is led. */
  visit(path: string): Promise<TestAnswer>;
  /** Posts a page as its form does: by the token that was shown last. */
  post(path: string, fields: Fields, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  /** The same with files. */
  postFiles(path: string, fields: Fields, files: readonly TestFile[]): Promise<TestAnswer>;
  /** Any request, with the browser's cookies. */
  send(request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Uint8Array | string;
  }): Promise<TestAnswer>;
  /** The beginning of a request; the caller sends its body. */
  begin(method: string, path: string, headers: Readonly<Record<string, string>>): http.ClientRequest;
  readonly token: string;
  cookieOf(path: string): string | undefined;
}

export function openBrowser(bench: { readonly port: number; readonly origin: string }): TestBrowser {
  const cookies = new Map<string, string>();
  let token = '';
  const cookieOf = (target: string): string | undefined =>
    [...cookies].find(([of]) => target === of || target.startsWith(`${of}/`))?.[1];
  const begin = (method: string, target: string, headers: Readonly<Record<string, string>>) => {
    const cookie = cookieOf(target);
    return http.request({
      ...{ host: '127.0.0.1', port: bench.port, method, path: target, agent: false },
      headers: { ...(cookie === undefined ? {} : { cookie }), ...headers },
    });
  };
  const send: TestBrowser['send'] = async ({ method, path: target, headers = {}, body }) => {
    const request = begin(method, target, headers);
    const answered = answerTo(request);
    request.end(body);
    const answer = await answered;
    for (const set of answer.headers['set-cookie'] ?? []) {
      const [pair = ''] = set.split(';');
      cookies.set(/Path=([^;]*)/.exec(set)?.[1] ?? target, pair);
    }
    token = /name="_token" value="([^"]*)"/.exec(answer.body)?.[1] ?? token;
    return answer;
  };
  const get: TestBrowser['get'] = (target, headers = {}) => send({ method: 'GET', path: target, headers });
  const own = { origin: bench.origin, 'sec-fetch-site': 'same-origin' };
  return {
    begin,
    send,
    cookieOf,
    get token() {
      return token;
    },
    get,
    async visit(target) {
      const answer = await get(target);
      return answer.status === 303 ? get(answer.headers.location ?? '') : answer;
    },
    post(target, fields, headers = {}) {
      const body = new URLSearchParams({ _token: token });
      for (const [name, values] of Object.entries(fields))
        for (const value of [values].flat()) body.append(name, value);
      const text = body.toString();
      return send({
        ...{ method: 'POST', path: target, body: text },
        headers: {
          ...own,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(text)),
          ...headers,
        },
      });
    },
    postFiles(target, fields, files) {
      const { body, contentType } = multipartOf({ _token: token, ...fields }, files);
      return send({
        ...{ method: 'POST', path: target, body },
        headers: { ...own, 'content-type': contentType, 'content-length': String(body.length) },
      });
    },
  };
}

/** A body of multipart/form-data (RFC 7578), texts first. */
export function multipartOf(fields: Fields, files: readonly TestFile[]) {
  const boundary = `----test${crypto.randomUUID()}`;
  const parts = [
    ...Object.entries(fields).flatMap(([name, values]) =>
      [values]
        .flat()
        .map((value) =>
          Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
        ),
    ),
    ...files.flatMap(({ name, fileName, mediaType, body }) => [
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${fileName}"\r\ncontent-type: ${mediaType}\r\n\r\n`,
      ),
      body,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return { body: Buffer.concat(parts), contentType: `multipart/form-data; boundary=${boundary}` };
}

/** All of the answer to a request. */
export function answerTo(request: http.ClientRequest): Promise<TestAnswer> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      response.toArray().then((parts: Buffer[]) => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, body: Buffer.concat(parts).toString() });
      }, reject);
    });
  });
}

/** What a page has for a heading. */
export function headingOf({ body }: TestAnswer): string {
  return /<h1[^>]*>([^<]*)<\/h1>/.exec(body)?.[1] ?? '';
}
