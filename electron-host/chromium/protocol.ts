/**
 * The part of the Chrome DevTools Protocol that the host uses: commands with their parameters and results, and
 * events with their parameters. See https://chromedevtools.github.io/devtools-protocol/tot/.
 */

type Nothing = Record<string, never>;

export interface Bounds {
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
  readonly windowState?: 'normal' | 'minimized' | 'maximized' | 'fullscreen';
}

export interface Header {
  readonly name: string;
  readonly value: string;
}

export interface RemoteObject {
  readonly type: string;
  readonly value?: unknown;
  readonly description?: string;
}

export interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
  readonly browserContextId?: string;
}

export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly responseStatusCode?: number;
  readonly responseStatusText?: string;
  readonly responseErrorReason?: string;
  readonly responseHeaders?: readonly Header[];
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
}

interface FetchPattern {
  readonly urlPattern: string;
  readonly resourceType?: string;
  readonly requestStage?: 'Request' | 'Response';
}

interface Evaluation {
  readonly result: RemoteObject;
  readonly exceptionDetails?: { readonly text: string; readonly exception?: RemoteObject };
}

interface Command<Parameters, Result = Nothing> {
  readonly parameters: Parameters;
  readonly result: Result;
}

export interface Commands {
  'Browser.close': Command<Nothing>;
  'Browser.getVersion': Command<Nothing, { readonly product: string; readonly userAgent: string }>;
  'Browser.getWindowForTarget': Command<
    { readonly targetId: string },
    { readonly windowId: number; readonly bounds: Bounds }
  >;
  'Browser.setDownloadBehavior': Command<{
    readonly behavior: 'deny';
    readonly browserContextId?: string;
    readonly eventsEnabled: boolean;
  }>;
  'Browser.setPermission': Command<{
    readonly permission: { readonly name: string; readonly sysex?: boolean };
    readonly setting: 'granted' | 'denied';
    readonly origin: string;
    readonly browserContextId?: string;
  }>;
  'Browser.setWindowBounds': Command<{ readonly windowId: number; readonly bounds: Bounds }>;
  'Emulation.setDefaultBackgroundColorOverride': Command<{
    readonly color: { readonly r: number; readonly g: number; readonly b: number; readonly a: number };
  }>;
  'Emulation.setEmulatedMedia': Command<{ readonly features: readonly Header[] }>;
  'Fetch.continueRequest': Command<{ readonly requestId: string; readonly url?: string }>;
  'Fetch.continueResponse': Command<{
    readonly requestId: string;
    readonly responseCode: number;
    readonly responsePhrase?: string;
    readonly responseHeaders: readonly Header[];
  }>;
  'Fetch.enable': Command<{ readonly patterns: readonly FetchPattern[] }>;
  'Fetch.failRequest': Command<{ readonly requestId: string; readonly errorReason: string }>;
  'Fetch.fulfillRequest': Command<{
    readonly requestId: string;
    readonly responseCode: number;
    readonly responsePhrase?: string;
    readonly responseHeaders: readonly Header[];
    readonly body: string;
  }>;
  'Fetch.getResponseBody': Command<
    { readonly requestId: string },
    { readonly body: string; readonly base64Encoded: boolean }
  >;
  'Inspector.enable': Command<Nothing>;
  'Network.clearBrowserCache': Command<Nothing>;
  'Page.addScriptToEvaluateOnNewDocument': Command<{ readonly source: string; readonly worldName?: string }>;
  'Page.captureScreenshot': Command<{ readonly format: 'png' }, { readonly data: string }>;
  'Page.enable': Command<Nothing>;
  'Page.handleJavaScriptDialog': Command<{ readonly accept: boolean }>;
  'Page.navigate': Command<
    { readonly url: string },
    { readonly loaderId?: string; readonly errorText?: string }
  >;
  'Page.reload': Command<{ readonly ignoreCache?: boolean }>;
  'Page.stopLoading': Command<Nothing>;
  'Runtime.addBinding': Command<{ readonly name: string; readonly executionContextName: string }>;
  'Runtime.callFunctionOn': Command<
    {
      readonly functionDeclaration: string;
      readonly arguments: readonly { readonly value: unknown }[];
      readonly executionContextId: number;
    },
    Evaluation
  >;
  'Runtime.enable': Command<Nothing>;
  'Runtime.evaluate': Command<
    {
      readonly expression: string;
      readonly awaitPromise?: boolean;
      readonly returnByValue: boolean;
      readonly userGesture?: boolean;
    },
    Evaluation
  >;
  'Runtime.runIfWaitingForDebugger': Command<Nothing>;
  'Security.enable': Command<Nothing>;
  'Security.handleCertificateError': Command<{
    readonly eventId: number;
    readonly action: 'continue' | 'cancel';
  }>;
  'Security.setOverrideCertificateErrors': Command<{ readonly override: boolean }>;
  'Storage.clearCookies': Command<{ readonly browserContextId?: string }>;
  'Storage.clearDataForOrigin': Command<{ readonly origin: string; readonly storageTypes: string }>;
  'Target.activateTarget': Command<{ readonly targetId: string }>;
  'Target.closeTarget': Command<{ readonly targetId: string }>;
  'Target.createBrowserContext': Command<
    { readonly disposeOnDetach: boolean },
    { readonly browserContextId: string }
  >;
  'Target.disposeBrowserContext': Command<{ readonly browserContextId: string }>;
  'Target.createTarget': Command<
    {
      readonly url: string;
      readonly newWindow: boolean;
      readonly background: boolean;
      readonly browserContextId?: string;
      readonly left?: number;
      readonly top?: number;
      readonly width?: number;
      readonly height?: number;
    },
    { readonly targetId: string }
  >;
  'Target.setAutoAttach': Command<{
    readonly autoAttach: boolean;
    readonly waitForDebuggerOnStart: boolean;
    readonly flatten: true;
  }>;
}

export interface Events {
  'Fetch.requestPaused': PausedRequest;
  'Inspector.targetCrashed': Nothing;
  'Page.downloadWillBegin': {
    readonly frameId: string;
    readonly url: string;
    readonly suggestedFilename: string;
  };
  'Page.domContentEventFired': { readonly timestamp: number };
  'Page.frameNavigated': {
    readonly frame: {
      readonly id: string;
      readonly parentId?: string;
      readonly url: string;
      readonly unreachableUrl?: string;
    };
  };
  'Page.frameStartedLoading': { readonly frameId: string };
  'Page.frameStoppedLoading': { readonly frameId: string };
  'Page.javascriptDialogOpening': { readonly message: string };
  'Page.loadEventFired': { readonly timestamp: number };
  'Page.navigatedWithinDocument': { readonly frameId: string; readonly url: string };
  'Runtime.bindingCalled': {
    readonly name: string;
    readonly payload: string;
    readonly executionContextId: number;
  };
  'Runtime.executionContextCreated': {
    readonly context: {
      readonly id: number;
      readonly name: string;
      readonly auxData?: { readonly frameId?: string };
    };
  };
  'Runtime.executionContextDestroyed': { readonly executionContextId: number };
  'Runtime.executionContextsCleared': Nothing;
  'Security.certificateError': {
    readonly eventId: number;
    readonly errorType: string;
    readonly requestURL: string;
  };
  'Target.attachedToTarget': {
    readonly sessionId: string;
    readonly targetInfo: TargetInfo;
    readonly waitingForDebugger: boolean;
  };
  'Target.detachedFromTarget': { readonly sessionId: string };
}
