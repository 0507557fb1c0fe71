// Generated from openapi.yaml by scripts/generate.ts; never edited.
export interface paths {
    "/livez": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Is the gateway itself alive?
         * @description Asks no peer and waits for nothing. Unknown query parameters are ignored.
         */
        get: operations["getLivez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics for Prometheus
         * @description Every metric begins with `masq_gateway_`; docs/metrics.md lists them. Never waits for a peer: figures of the Node are read behind
         *     the scrape, at most once in 15 s, and are absent while there is no Node that could be asked. Unknown query parameters are ignored.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Is what you need behind the gateway ready?
         * @description Without `require`: a link to the Daemon or to the Node is open. With `wait` the answer comes as soon as it is yes, at the
         *     latest after that many seconds. Other query parameters are ignored.
         */
        get: operations["getReadyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Which kinds of routes this caller may use
         * @description All of them without tokens or with the admin token; reading alone with a read token, or where the gateway is read-only. Routes say
         *     by `x-access` of which kind they are.
         */
        get: operations["getAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The state of gateway, Daemon and Node at this instant
         * @description A flat snapshot, every key always there, null where unknown. Always 200, asks no peer, never waits. Unknown query
         *     parameters are ignored.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/setup": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * All setup values with their status
         * @description Works whether the Node runs or not. Secrets are censored by the Daemon: `db-password` as 16 asterisks, `consuming-private-key` as
         *     64, even where they are empty (see `status`). Conversation: `setup` without values. Shared between callers for 10 s.
         */
        get: operations["getSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set and clear setup values
         * @description `values` holds what changes: a value sets, null or no value clears (the value falls back to what is configured, or to its
         *     default). As `application/merge-patch+json` the body is an object from name to value. Setup values are strings; numbers are
         *     taken too. Conversation: `setup`. The answer is the whole setup afterwards.
         *
         *     Refused before anything is sent: names that are not on the list, and values that would harm the Daemon or could never start
         *     a Node. `config-file` is taken only where the gateway's configuration allows it. Problems that a parameter had before stay in
         *     `errors` of a 200: that is the normal state of a half-done setup.
         */
        patch: operations["patchSetup"];
        trace?: never;
    };
    "/v1/setup/{name}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /**
                 * @description The name of a setup value. `crash-point` can be read, not set.
                 * @example gas-price
                 */
                name: components["parameters"]["SetupName"];
            };
            cookie?: never;
        };
        /** One setup value with its status */
        get: operations["getSetupValue"];
        /**
         * Set one setup value
         * @description The rules of the name are those of `PATCH /v1/setup`. The answer is the whole setup afterwards.
         */
        put: operations["putSetupValue"];
        post?: never;
        /**
         * Clear one setup value
         * @description The value falls back to what is configured, or to its default. The Daemon undoes a clear while the setup as a whole has
         *     errors: that is `clear-undone`. The answer is the whole setup afterwards.
         */
        delete: operations["deleteSetupValue"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/start": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start the Node
         * @description Answers when the gateway's own link to the new Node is open, or 5 s after the Daemon's reply. A Node that starts may still end
         *     seconds later: watch `/v1/events` or ask `/readyz?require=route&wait=60`. Conversation: `start`.
         */
        post: operations["startNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/shutdown": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shut the Node down
         * @description The Node never replies to this: it is done when its socket is gone. It waits up to 10 s until no password, wallet or configuration
         *     work and no scan of payables is under way; meanwhile and afterwards all other Node requests are refused. Conversation: `shutdown`.
         */
        post: operations["shutdownNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/restart": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shut the Node down and start it again
         * @description Without a running Node it only starts one. Once begun it ends without its caller. A failure after the shutdown is
         *     `restart-incomplete`: the Node is down then.
         */
        post: operations["restartNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/descriptor": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The Node's own descriptor
         * @description Null in other modes than standard, and until the public address is known. Conversation `descriptor`.
         */
        get: operations["getDescriptor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/connection-status": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * How far the Node has got into the network
         * @description In zero-hop mode it stays NotConnected. Conversation `connectionStatus`.
         */
        get: operations["getConnectionStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/crash": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an actor of the Node panic, for tests
         * @description 404 unless the gateway's configuration switches it on, and without effect unless the Node runs with crash-point `Message`. The
         *     Node never replies: 202 means written. Message `crash`.
         */
        post: operations["crashNode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/configuration": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The Node's configuration, without its secrets
         * @description The private key, the consuming address and the past neighbors are null, null and empty here; `POST
         *     /v1/node/configuration/query` shows them. Conversation `configuration` without a password.
         */
        get: operations["getConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/configuration/query": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The Node's configuration with its secrets
         * @description The password is checked first, so that a wrong one is a 403 and not a configuration without secrets. Conversations
         *     `checkPassword`, then `configuration`. Never cached.
         */
        post: operations["queryConfiguration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/configuration/{name}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /**
                 * @description The parameter to set.
                 * @example gas-price
                 */
                name: components["schemas"]["ConfigurationName"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Change one parameter of the running Node
         * @description `gas-price` (gwei, 0 allowed), `min-hops` (1 to 6) and `start-block` (a block number, or `none` for the latest; one beyond the
         *     chain's real height makes the Node miss payments). Conversation `setConfiguration`.
         */
        put: operations["putConfiguration"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/password/check": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Is this the database password?
         * @description Without a password (null or absent) it asks whether there is none. Conversation `checkPassword`.
         */
        post: operations["checkPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/password/change": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the database password for the first time, or change it
         * @description The new one obeys the rule of the setup value `db-password`, otherwise the Node could never be started with it. The Daemon's
         *     setup keeps the old one: set `db-password` there after the next shutdown. Conversation `changePassword`.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/wallets/query": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The addresses of both wallets
         * @description Conversation `walletAddresses`.
         */
        post: operations["queryWallets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/wallets/generate": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate both wallets from a new phrase
         * @description The phrase and the keys are shown this once and exist nowhere else: keep the answer. Without `seedSpecOpt` the phrase has 24 English
         *     words; without paths they are m/44'/60'/0'/0/0 and m/44'/60'/0'/0/1. A path needs a `seedSpecOpt`. Conversation `generateWallets`.
         */
        post: operations["generateWallets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/wallets/recover": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore both wallets from a phrase, a key or an address
         * @description A key overrides a path, an address overrides a path; without a phrase both key and address are needed. Wallets are write-once:
         *     a later call succeeds only with the same key and the byte-identical address. Conversation `recoverWallets`.
         */
        post: operations["recoverWallets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/financials": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Totals, and if asked for the largest or oldest accounts
         * @description `top` lists that many payables and receivables, only those of at least 1 gwei. The totals of what was paid count from this
         *     Node's start. `POST /v1/node/financials/query` takes the whole payload. Conversation `financials`.
         */
        get: operations["getFinancials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/financials/query": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Totals and accounts by the whole payload
         * @description Not both `topRecordsOpt` and `customQueriesOpt`, and not nothing at all. Custom ranges are taken only where the gateway's
         *     configuration allows them, because their replies have no bound. Changes nothing. Conversation `financials`.
         */
        post: operations["queryFinancials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/scans": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for payments to make, to confirm or received
         * @description `Payables` pays money. The Node often does not reply: after 5 s the answer is 202, and what comes of it later is a `gateway.scan`
         *     event. One scan of a kind at a time. Never sent twice. Conversation `scan`.
         */
        post: operations["startScan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/exit-location": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose the countries that traffic leaves from
         * @description Replaces the whole preference; an empty list clears it. Kept in memory only: gone when the Node ends. Conversation `exitLocation`
         *     with `showCountries` false.
         */
        put: operations["putExitLocation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/exit-location/apply-and-list": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a preference and list the countries that have exits
         * @description The Node lists countries only together with a change of preference, so this is no reading: everything said at `PUT
         *     /v1/node/exit-location` takes effect here too. Conversation `exitLocation` with `showCountries` true.
         */
        post: operations["applyAndListExitLocation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/neighborhood": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The neighborhood as the Node tells it
         * @description Conversation `neighborhoodGraph`.
         */
        get: operations["getNeighborhood"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/neighborhood/graph": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The neighborhood as nodes and edges
         * @description Parsed from the Node's digraph; attributes are kept as they are. All texts come from other people's Nodes.
         */
        get: operations["getNeighborhoodGraph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/neighborhood/graph.svg": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The neighborhood as a picture
         * @description Show it with `<img>`, never inline.
         */
        get: operations["getNeighborhoodGraphSvg"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/node/neighborhood/graph.dot": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** The neighborhood as Graphviz text */
        get: operations["getNeighborhoodGraphDot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * Every event as it comes, as Server-Sent Events or JSON lines
         * @description `event:` is the opcode, `data:` its payload untouched, `id:` its place in the one numbered log. 200 even when every hop is down. A
         *     new stream begins with a `gateway.state` snapshot and goes on live. With a cursor the missed events come first, then the snapshot;
         *     a cursor that cannot be served is told by `gateway.gap`, never by an error. `gateway.heartbeat` comes every 15 s and moves the
         *     cursor of a filtered stream. A reader more than 1 MiB behind is cut off and resumes by id.
         *
         *     With `Accept: application/x-ndjson` each event is one line of JSON, an `EventEnvelope`, for readers without a parser of Server-Sent Events.
         *
         *     The events and their payloads are those of `EventEnvelope`; others may come when the peers gain some. The `gateway.` events pass all filters.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/history": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * The log of events as JSON
         * @description With `since` the first events after that id or time, without it the latest. Give `next` as `since` to go on, or as
         *     `Last-Event-ID` to a stream. With `wait` the answer comes as soon as there is an event, at the latest after that many seconds: a
         *     long poll.
         */
        get: operations["getEventHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** What this is, and the routes to try */
        get: operations["getRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/{file}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /**
                 * @description One of the files that the dashboard at `/` is made of.
                 * @example main.js
                 */
                file: string;
            };
            cookie?: never;
        };
        /** A file of the dashboard */
        get: operations["getDashboardFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** This document as YAML */
        get: operations["getOpenapiYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /** This document as JSON */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        /**
         * This document as a page to read and to try
         * @description Works offline; "Try it out" asks this gateway.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /**
                 * @description The code of a problem.
                 * @example no-daemon
                 */
                code: string;
            };
            cookie?: never;
        };
        /** What a problem means and what to do about it */
        get: operations["getProblem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Liveness: {
            /** @constant */
            alive: true;
        };
        Readiness: {
            ready: boolean;
            /**
             * @description What was asked for; null for any link at all.
             * @enum {unknown}
             */
            require: "daemon" | "node" | "route" | null;
            daemonState: components["schemas"]["DaemonState"];
            daemonLink: components["schemas"]["LinkState"];
            nodeState: components["schemas"]["NodeState"];
            nodeLink: components["schemas"]["LinkState"];
            connectionStage: components["schemas"]["ConnectionStage"] | null;
            routeFound: boolean | null;
        };
        SetupChange: {
            values: components["schemas"]["SetupEntry"][];
        };
        /** @description A name with its new value; null or no value clears it. */
        SetupEntry: {
            name: components["schemas"]["SetupName"];
            value?: components["schemas"]["AnySetupValue"];
        } & (unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown);
        /** @description Name to new value; null clears. */
        SetupMergePatch: {
            "blockchain-service-url"?: components["schemas"]["ServiceUrl"];
            chain?: components["schemas"]["Chain"];
            "clandestine-port"?: components["schemas"]["ClandestinePort"];
            "config-file"?: components["schemas"]["AbsolutePath"];
            "consuming-private-key"?: components["schemas"]["PrivateKeySetting"];
            "data-directory"?: components["schemas"]["AbsolutePath"];
            "db-password"?: components["schemas"]["PasswordSetting"];
            "dns-servers"?: components["schemas"]["DnsServers"];
            "earning-wallet"?: components["schemas"]["AddressSetting"];
            "gas-price"?: components["schemas"]["GasPrice"];
            ip?: components["schemas"]["IpAddress"];
            "log-level"?: components["schemas"]["NodeLogLevel"];
            "mapping-protocol"?: components["schemas"]["MappingProtocol"];
            "min-hops"?: components["schemas"]["MinHops"];
            "neighborhood-mode"?: components["schemas"]["NeighborhoodMode"];
            neighbors?: components["schemas"]["Neighbors"];
            "new-public-key"?: components["schemas"]["ExactSwitch"];
            "payment-thresholds"?: components["schemas"]["PaymentThresholdsSetting"];
            "rate-pack"?: components["schemas"]["RatePackSetting"];
            "real-user"?: components["schemas"]["RealUser"];
            "scan-intervals"?: components["schemas"]["ScanIntervalsSetting"];
            scans?: components["schemas"]["Switch"];
        };
        /** @description The new value; the name is in the path and decides what is taken. */
        SetupValueChange: {
            /** Format: uint64 */
            value: string | number | bigint;
        };
        /**
         * Format: uint64
         * @description A value as the Daemon keeps it, a string; integers are taken for their decimal text.
         */
        AnySetupValue: string | number | bigint | null;
        /**
         * @description The names that may be set. The Daemon knows a 23rd, `crash-point`, which makes the Node crash and is not offered. `config-file` is
         *     taken only where the gateway's configuration allows it; `real-user` does not exist on Windows.
         * @enum {string}
         */
        SetupName: "blockchain-service-url" | "chain" | "clandestine-port" | "config-file" | "consuming-private-key" | "data-directory" | "db-password" | "dns-servers" | "earning-wallet" | "gas-price" | "ip" | "log-level" | "mapping-protocol" | "min-hops" | "neighborhood-mode" | "neighbors" | "new-public-key" | "payment-thresholds" | "rate-pack" | "real-user" | "scan-intervals" | "scans";
        /** @description The blockchain service, `blockchain-service-url`. Needed in every mode but zero-hop. It often holds a key. */
        ServiceUrl: string | null;
        /**
         * @description `chain`; spelt exactly so, anything else kills the Daemon.
         * @enum {unknown}
         */
        Chain: "polygon-mainnet" | "eth-mainnet" | "base-mainnet" | "base-sepolia" | "polygon-amoy" | "eth-ropsten" | "dev" | null;
        /** @description `clandestine-port`, 1025 to 65535. */
        ClandestinePort: string | number | null;
        /**
         * @description An absolute path. The Daemon appends the name of the chain to `data-directory` if it does not end so; a `config-file` that cannot
         *     be read can kill the Daemon.
         */
        AbsolutePath: string | null;
        /** @description `consuming-private-key`: 64 hexadecimal digits, not zero and below the order of the curve. */
        PrivateKeySetting: string | null;
        /** @description `db-password`: not beginning with a hyphen, and not asterisks alone, which is how replies hide it. */
        PasswordSetting: string | null;
        /** @description `dns-servers`: IP addresses with commas between them. */
        DnsServers: string | null;
        /** @description `earning-wallet`. */
        AddressSetting: string | null;
        /**
         * Format: uint64
         * @description `gas-price` in gwei, 1 to 18446744073709551615.
         */
        GasPrice: string | number | bigint | null;
        /** @description `ip`: an IPv4 or IPv6 address. */
        IpAddress: string | null;
        /** @description `log-level`: off, error, warn, info, debug or trace, in any case. */
        NodeLogLevel: string | null;
        /** @description `mapping-protocol`: pcp, pmp or igdp, in any case. */
        MappingProtocol: string | null;
        /** @description `min-hops`, 1 to 6. */
        MinHops: string | number | null;
        /**
         * @description `neighborhood-mode`; spelt exactly so, another case kills the Daemon.
         * @enum {unknown}
         */
        NeighborhoodMode: "zero-hop" | "originate-only" | "consume-only" | "standard" | null;
        /** @description `neighbors`: descriptors of the same chain with their addresses, with commas between them. */
        Neighbors: string | null;
        /**
         * @description `new-public-key`; spelt exactly so, another case kills the Daemon.
         * @enum {unknown}
         */
        ExactSwitch: "on" | "off" | null;
        /** @description `scans`: on or off, in any case. */
        Switch: string | null;
        /**
         * @description `payment-thresholds`: debt threshold (gwei), maturity (s), grace (s), permanent debt (gwei), interval (s), unban below (gwei), with bars
         *     between them. The first is greater than the fourth.
         * @example 1000000000|1200|1200|500000000|21600|500000000
         */
        PaymentThresholdsSetting: string | null;
        /**
         * @description `rate-pack` in wei: routing byte, routing service, exit byte, exit service, with bars between them.
         * @example 53844|53844|107688|107688
         */
        RatePackSetting: string | null;
        /** @description `real-user`: uid:gid:home. */
        RealUser: string | null;
        /**
         * @description `scan-intervals` in seconds: pending payables, payables, receivables, with bars between them.
         * @example 600|600|600
         */
        ScanIntervalsSetting: string | null;
        EmptyRequest: Record<string, never>;
        NodeStart: {
            /** @description Null only where the Node ran already and its process id is not known. */
            newProcessId: number | null;
            /** @description The port on which the Node's own WebSocket listens. */
            redirectUiPort: number;
        };
        Descriptor: {
            nodeDescriptorOpt: string | null;
        };
        Crash: {
            /** @enum {string} */
            actor: "BLOCKCHAINBRIDGE" | "DISPATCHER" | "ACCOUNTANT" | "CONFIGURATOR" | "NEIGHBORHOOD" | "UIGATEWAY";
            panicMessage: string;
        };
        Configuration: {
            blockchainServiceUrlOpt: string | null;
            chainName: string;
            clandestinePort: number;
            currentSchemaVersion: string;
            earningWalletAddressOpt: string | null;
            /** Format: uint64 */
            gasPrice: bigint;
            /**
             * Format: uint64
             * @description Null for no limit.
             */
            maxBlockCount: bigint | null;
            /** @description standard, originate-only, consume-only or zero-hop. */
            neighborhoodMode: string;
            /** @description PCP, PMP or IGDP. */
            portMappingProtocol: string | null;
            /**
             * Format: uint64
             * @description Null for the latest.
             */
            startBlock: bigint | null;
            /** @description 64 hexadecimal digits. Only with the right password. */
            consumingWalletPrivateKeyOpt: string | null;
            /** @description Only with the right password. */
            consumingWalletAddressOpt: string | null;
            /** @description Descriptors. Only with the right password. */
            pastNeighbors: string[];
            paymentThresholds: components["schemas"]["PaymentThresholds"];
            ratePack: components["schemas"]["RatePack"];
            scanIntervals: components["schemas"]["ScanIntervals"];
        };
        PaymentThresholds: {
            /** Format: uint64 */
            thresholdIntervalSec: bigint;
            /** Format: uint64 */
            debtThresholdGwei: bigint;
            /** Format: uint64 */
            paymentGracePeriodSec: bigint;
            /** Format: uint64 */
            maturityThresholdSec: bigint;
            /** Format: uint64 */
            permanentDebtAllowedGwei: bigint;
            /** Format: uint64 */
            unbanBelowGwei: bigint;
        };
        /** @description Prices in wei. */
        RatePack: {
            /** Format: uint64 */
            routingByteRate: bigint;
            /** Format: uint64 */
            routingServiceRate: bigint;
            /** Format: uint64 */
            exitByteRate: bigint;
            /** Format: uint64 */
            exitServiceRate: bigint;
        };
        ScanIntervals: {
            /** Format: uint64 */
            pendingPayableSec: bigint;
            /** Format: uint64 */
            payableSec: bigint;
            /** Format: uint64 */
            receivableSec: bigint;
        };
        /**
         * @description What can be changed while the Node runs.
         * @enum {string}
         */
        ConfigurationName: "gas-price" | "min-hops" | "start-block";
        /** @description The new value; the name is in the path and decides what is taken. */
        ConfigurationChange: {
            /** Format: uint64 */
            value: string | number | bigint;
        };
        /**
         * Format: password
         * @description A database password that the Node can also be started with.
         */
        NewPassword: string;
        ConfigurationQuery: {
            dbPasswordOpt: components["schemas"]["Password"];
        };
        PasswordCheck: {
            /**
             * Format: password
             * @description Null or absent asks whether there is no password.
             */
            dbPasswordOpt?: string | null;
        };
        PasswordMatch: {
            matches: boolean;
        };
        PasswordChange: {
            /**
             * Format: password
             * @description Null or absent where there is none yet.
             */
            oldPasswordOpt?: string | null;
            newPassword: components["schemas"]["NewPassword"];
        };
        WalletsQuery: {
            dbPassword: components["schemas"]["Password"];
        };
        WalletAddresses: {
            consumingWalletAddress: string;
            earningWalletAddress: string;
        };
        /**
         * @description Null or absent is English.
         * @enum {unknown}
         */
        MnemonicLanguage: "English" | "Chinese" | "Traditional Chinese" | "French" | "Italian" | "Japanese" | "Korean" | "Spanish" | null;
        /**
         * Format: password
         * @description A further secret beside the phrase; empty is the same as none.
         */
        MnemonicPassphrase: string | null;
        /** @description One to ten numbers below 2^31, hardened ones with an apostrophe: m/44'/60'/0'/0/0. */
        DerivationPath: string | null;
        WalletsGeneration: {
            dbPassword: components["schemas"]["Password"];
            seedSpecOpt?: components["schemas"]["NewSeed"] | null;
            consumingDerivationPathOpt?: components["schemas"]["DerivationPath"];
            earningDerivationPathOpt?: components["schemas"]["DerivationPath"];
        };
        NewSeed: {
            /**
             * @description How many words, as a number or its decimal text. Null or absent is 24.
             * @enum {unknown}
             */
            mnemonicPhraseSizeOpt?: 12 | 15 | 18 | 21 | 24 | "12" | "15" | "18" | "21" | "24" | null;
            mnemonicPhraseLanguageOpt?: components["schemas"]["MnemonicLanguage"];
            mnemonicPassphraseOpt?: components["schemas"]["MnemonicPassphrase"];
        };
        GeneratedWallets: {
            mnemonicPhraseOpt: string[] | null;
            consumingWalletAddress: string;
            consumingWalletPrivateKey: string;
            earningWalletAddress: string;
            earningWalletPrivateKey: string;
        };
        WalletsRecovery: {
            dbPassword: components["schemas"]["Password"];
            seedSpecOpt?: components["schemas"]["KnownSeed"] | null;
            consumingDerivationPathOpt?: components["schemas"]["DerivationPath"];
            /**
             * Format: password
             * @description 64 hexadecimal digits, not zero and below the order of the curve. Anything else kills the Node.
             */
            consumingPrivateKeyOpt?: string | null;
            earningDerivationPathOpt?: components["schemas"]["DerivationPath"];
            /** @description Case matters when the call is repeated. */
            earningAddressOpt?: string | null;
        };
        KnownSeed: {
            /** @description 12, 15, 18, 21 or 24 words, each a string of its own. */
            mnemonicPhrase: string[];
            mnemonicPhraseLanguageOpt?: components["schemas"]["MnemonicLanguage"];
            mnemonicPassphraseOpt?: components["schemas"]["MnemonicPassphrase"];
        };
        FinancialsQuery: {
            /** @description Whether to give the totals. */
            statsRequired: boolean;
            topRecordsOpt?: components["schemas"]["TopRecords"] | null;
            customQueriesOpt?: components["schemas"]["CustomQueries"] | null;
        };
        TopRecords: {
            /** @description How many accounts of each kind; more than 200 could wedge the Node. */
            count: number;
            /**
             * @description Oldest payment first, or largest balance first.
             * @enum {string}
             */
            orderedBy: "Age" | "Balance";
        };
        /** @description Accounts within ranges, largest balance first. Only where the gateway's configuration allows it. */
        CustomQueries: {
            payableOpt?: components["schemas"]["PayableRange"] | null;
            receivableOpt?: components["schemas"]["ReceivableRange"] | null;
        };
        /** @description The Node refuses what is beyond 9223372036854775807. */
        PayableRange: {
            minAgeS: components["schemas"]["UnsignedText"];
            maxAgeS: components["schemas"]["UnsignedText"];
            minAmountGwei: components["schemas"]["UnsignedText"];
            maxAmountGwei: components["schemas"]["UnsignedText"];
        };
        /** @description The Node refuses ages beyond 9223372036854775807. */
        ReceivableRange: {
            minAgeS: components["schemas"]["UnsignedText"];
            maxAgeS: components["schemas"]["UnsignedText"];
            minAmountGwei: components["schemas"]["SignedText"];
            maxAmountGwei: components["schemas"]["SignedText"];
        };
        /**
         * Format: uint64
         * @description A number, or its decimal text.
         */
        UnsignedText: string | number | bigint;
        /**
         * Format: int64
         * @description A number, or its decimal text.
         */
        SignedText: string | number | bigint;
        Financials: {
            statsOpt: components["schemas"]["FinancialTotals"] | null;
            queryResultsOpt: components["schemas"]["FinancialAccounts"] | null;
        };
        /** @description What was paid counts from this Node's start. */
        FinancialTotals: {
            /** Format: uint64 */
            totalUnpaidAndPendingPayableGwei: bigint;
            /** Format: uint64 */
            totalPaidPayableGwei: bigint;
            /** Format: int64 */
            totalUnpaidReceivableGwei: bigint;
            /** Format: uint64 */
            totalPaidReceivableGwei: bigint;
        };
        /** @description Null where a kind was not asked for, and where a custom range has no accounts. */
        FinancialAccounts: {
            payableOpt: components["schemas"]["PayableAccount"][] | null;
            receivableOpt: components["schemas"]["ReceivableAccount"][] | null;
        };
        PayableAccount: {
            wallet: string;
            /**
             * Format: uint64
             * @description Seconds. An account dated in the future has a huge age.
             */
            ageS: bigint;
            /** Format: uint64 */
            balanceGwei: bigint;
            /** @description An abbreviated transaction hash, for people only. */
            pendingPayableHashOpt: string | null;
        };
        ReceivableAccount: {
            wallet: string;
            /** Format: uint64 */
            ageS: bigint;
            /** Format: int64 */
            balanceGwei: bigint;
        };
        ScanStart: {
            scanType: components["schemas"]["ScanType"];
        };
        ScanEnded: {
            /** @enum {string} */
            result: "done" | "nothing-to-do";
        };
        ScanAccepted: {
            /** @constant */
            result: "accepted";
        };
        ExitLocationChange: {
            /** @description Whether traffic may leave elsewhere where no wanted country has an exit. */
            fallbackRouting: boolean;
            /** @description Empty clears the preference. At most 250 countries together. */
            exitLocations: components["schemas"]["ExitChoice"][];
        };
        ExitChoice: {
            /** @description ISO 3166 codes, case matters. */
            countryCodes: string[];
            /**
             * Format: uint64
             * @description 1 is the most wanted. A number, or its decimal text.
             */
            priority: string | number | bigint;
        };
        ExitLocation: {
            /** @description True with an empty preference, whatever was sent. */
            fallbackRouting: boolean;
            exitCountrySelection: {
                countryCodes: string[];
                /** Format: uint64 */
                priority: bigint;
            }[];
            /** @description The countries with known exits; null unless they were asked for. */
            exitCountries: string[] | null;
            /** @description Wanted countries without a known exit. */
            missingCountries: string[];
        };
        Neighborhood: {
            /** @description A Graphviz digraph. */
            graph: string;
        };
        NeighborhoodGraph: {
            nodes: components["schemas"]["GraphNode"][];
            edges: components["schemas"]["GraphEdge"][];
        };
        GraphNode: {
            id: string;
            /** @description What the Node writes beside it, in lines; null where it writes nothing. */
            label: string | null;
            attributes: components["schemas"]["GraphAttributes"];
        };
        GraphEdge: {
            from: string;
            to: string;
            attributes: components["schemas"]["GraphAttributes"];
        };
        /** @description All further Graphviz attributes, as they stand. */
        GraphAttributes: {
            [key: string]: string;
        };
        EventHistory: {
            events: components["schemas"]["EventEnvelope"][];
            next: components["schemas"]["EventId"];
            gap: components["schemas"]["Gap"] | null;
        };
        /**
         * @description An event with all that is known about it. Peers may come to send other opcodes than these. `configurationChanged` is declared by
         *     the Node and so far never sent.
         */
        EventEnvelope: {
            id: components["schemas"]["EventId"];
            /** Format: date-time */
            at: string;
            hop: components["schemas"]["Hop"];
            opcode: string;
            payload: Record<string, never>;
        } & (unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown & unknown);
        /** @enum {string} */
        LogLevel: "Error" | "Warn" | "Info";
        /** @description A line of the Node's log. Other people's text; lines that could hold a secret are cut. */
        LogBroadcast: {
            msg: string;
            logLevel: components["schemas"]["LogLevel"];
        };
        /** @description The Daemon's word that a Node ended, planned or not. It can be missing, and it can name another process. */
        Crashed: {
            processId: number;
            /** @description `NoInformation` comes of a signal; `{"Unrecognized":""}` of any exit code, a planned shutdown included. */
            crashReason: ("NoInformation" | "DaemonCrashed") | {
                ChildWaitFailure: string;
            } | {
                Unrecognized: string;
            };
        };
        /** @description Events that a reader has missed. */
        Gap: {
            /**
             * @description `cursor`: behind this cursor events are gone, or it cannot be read. `link`: a connection was down, what was broadcast meanwhile
             *     never reached the gateway.
             * @enum {string}
             */
            reason: "cursor" | "link";
            /**
             * @description Whose connection it was; null for a cursor.
             * @enum {unknown}
             */
            hop: "daemon" | "node" | null;
            /**
             * @description Which kind of events, log lines or all others; null for both.
             * @enum {unknown}
             */
            class: "log" | "other" | null;
            /** @description An event id for a cursor, a time for a connection. */
            from: string | null;
            /** @description An event id for a cursor, a time for a connection. */
            to: string | null;
        };
        /** @description Shows that the stream lives; its id moves the cursor. */
        Heartbeat: Record<string, never>;
        /** @description What came of a scan that had been answered with 202. */
        LateScan: {
            scanType: components["schemas"]["ScanType"];
            /**
             * @description `lost`: the Node broke off, or said nothing more of it for too long.
             * @enum {string}
             */
            result: "done" | "nothing-to-do" | "failed" | "lost";
            /** @description Only there where it is not done. After a failed scan of payables `unknown`, money may have moved. */
            outcome?: components["schemas"]["Outcome"];
            /** @description The Node's error code, a u64, exact. */
            peerCode?: string;
        };
        /** @description An empty object. */
        EmptyReply: Record<string, never>;
        /**
         * @description State of one of the gateway's own connections.
         * @enum {string}
         */
        LinkState: "idle" | "connecting" | "open" | "reconnecting" | "closed";
        /**
         * @description `absent`: a Node itself listens on the Daemon's port.
         * @enum {string}
         */
        DaemonState: "up" | "down" | "unresponsive" | "absent";
        /**
         * @description `unknown`: no link and no Daemon to ask. `orphan`: it runs, but the Daemon knows nothing of it. `unresponsive`: it is connected and
         *     answers nobody.
         * @enum {string}
         */
        NodeState: "unknown" | "stopped" | "starting" | "running" | "stopping" | "unresponsive" | "orphan";
        /** @enum {string} */
        ConnectionStage: "NotConnected" | "ConnectedToNeighbor" | "RouteFound";
        /** @description Every hop at one instant. Every key is always there; null means unknown or not applicable. */
        Status: {
            /**
             * @description `ok`: the Node runs and the Daemon is up or absent. `degraded`: the Node runs without a working Daemon, or the Daemon is up and
             *     the Node stopped, starting, stopping or orphan. `down`: all else. The connection stage does not count.
             * @enum {string}
             */
            overall: "ok" | "degraded" | "down";
            /**
             * @description The same as a number, 0, 1 and 2.
             * @enum {integer}
             */
            overallCode: 0 | 1 | 2;
            gatewayVersion: string;
            /** Format: date-time */
            gatewaySince: string;
            daemonState: components["schemas"]["DaemonState"];
            /** Format: date-time */
            daemonSince: string;
            daemonForSeconds: number;
            daemonLink: components["schemas"]["LinkState"];
            nodeState: components["schemas"]["NodeState"];
            /** @description Null where it is not known whether one runs. */
            nodeRunning: boolean | null;
            /** Format: date-time */
            nodeSince: string;
            nodeForSeconds: number;
            nodeLink: components["schemas"]["LinkState"];
            nodePort: number | null;
            nodeProcessId: number | null;
            connectionStage: components["schemas"]["ConnectionStage"] | null;
            /**
             * Format: date-time
             * @description When the stage was last told or read.
             */
            connectionStageAt: string | null;
            routeFound: boolean | null;
            /** Format: date-time */
            nodeLastExitAt: string | null;
            /**
             * @description `requested`: this gateway shut it down, or the Node said that another client did. `killed`: by a signal. `ended`: all else;
             *     another client's shutdown usually looks like this.
             * @enum {unknown}
             */
            nodeLastExitKind: "requested" | "killed" | "ended" | null;
            /** @description `panic` where a panic line came before the end. */
            nodeLastExitReason: string | null;
            eventSubscribers: number;
            /** @description Null before the first event. */
            lastEventId: components["schemas"]["EventId"] | null;
        };
        /** @description One line of a setup. The value is an empty string where there is none. */
        SetupValue: {
            name: string;
            value: string;
            /**
             * @description `Set` by a client, `Configured` by environment, config file or database, `Default`, `Blank` and optional, or `Required` and missing.
             * @enum {string}
             */
            status: "Default" | "Configured" | "Set" | "Blank" | "Required";
        };
        Setup: {
            /** @description Whether the Node runs; while it does, the setup is frozen and `errors` is empty. */
            running: boolean;
            /** @description Sorted by name. */
            values: components["schemas"]["SetupValue"][];
            /** @description Pairs of a name and what is wrong with it. `<unknown>` stands for several or none. */
            errors: string[][];
        };
        ConnectionStatus: {
            stage: components["schemas"]["ConnectionStage"];
        };
        /**
         * Format: password
         * @description The database password.
         */
        Password: string;
        /** @enum {string} */
        ScanType: "Payables" | "Receivables" | "PendingPayables";
        /** @description The gateway's start (base 36), a hyphen, and the number of the event; 0 is the place before the first. */
        EventId: string;
        /**
         * @description The party whose fault a problem is, or of which an event tells.
         * @enum {string}
         */
        Hop: "gateway" | "daemon" | "node";
        /**
         * @description What became of the request: never written to a peer, refused without effect, done wholly or in part (though something is wrong),
         *     or not known.
         * @enum {string}
         */
        Outcome: "not-sent" | "refused" | "applied" | "unknown";
        FieldError: {
            /** @description A JSON pointer (RFC 6901) into the body, or `?name` for a query parameter. */
            pointer: string;
            detail: string;
        };
        /** @description A problem document (RFC 9457). It never holds a secret. */
        Problem: {
            /**
             * Format: uri-reference
             * @description `/problems/` and the code; that path tells what it means.
             */
            type: string;
            /** @description Short, the same each time. */
            title: string;
            status: number;
            /** @description What happened this time, and what helps. */
            detail: string;
            /**
             * Format: uri
             * @description A UUID of this one occurrence.
             */
            instance: string;
            code: components["schemas"]["ProblemCode"];
            requestId: string;
            hop: components["schemas"]["Hop"];
            outcome: components["schemas"]["Outcome"];
            errors?: components["schemas"]["FieldError"][];
            /** @description The peer's error code, a u64, exact. Only there where a peer sent an error. */
            peerCode?: string;
            /** @description The same code as the masq command line prints it. */
            peerCodeHex?: string;
            /** @description The peers' own name of the code; null for one that is not known. */
            peerCodeName?: string | null;
        };
        /**
         * @description The closed list of codes.
         *
         *     | status | code | meaning |
         *     |---|---|---|
         *     | 400 | `invalid-request` | The request does not fit this document, or would harm a peer. |
         *     | 401 | `unauthorized` | A token is needed. |
         *     | 403 | `origin-refused` | The request carries the origin of a page that may not use the gateway. |
         *     | 403 | `cross-site` | A browser says that another site made the request. |
         *     | 403 | `read-only` | Only reading is allowed. |
         *     | 403 | `wrong-password` | The Node's database has another password. |
         *     | 404 | `not-found` | No such route or name. |
         *     | 405 | `method-not-allowed` | The route has no such method. |
         *     | 406 | `not-acceptable` | The Accept header rules out every possible answer. |
         *     | 408 | `request-timeout` | The request did not arrive in time. |
         *     | 409 | `already-running` | The Node runs already. |
         *     | 409 | `node-not-running` | There is no Node to shut down. |
         *     | 409 | `no-daemon` | A Node itself listens on the Daemon's port. |
         *     | 409 | `orphan-node` | A Node runs that the Daemon knows nothing of. |
         *     | 409 | `node-busy` | Something is under way that a shutdown must not break off. |
         *     | 409 | `node-unverified` | It is not known whether what listens there is the Node; it gets no secrets. |
         *     | 409 | `wallets-exist` | Wallets are written once. |
         *     | 409 | `wallets-missing` | There are no wallets yet. |
         *     | 409 | `password-exists` | There is a password already, and the old one was not given. |
         *     | 409 | `setup-frozen` | The setup cannot be changed while the Node runs. |
         *     | 409 | `setup-poisoned` | What is stored would kill the Daemon together with this request. |
         *     | 409 | `setup-password-stale` | The password changed since the Node was started; a restart would fail. |
         *     | 409 | `clear-undone` | The Daemon kept a value that was to be cleared. |
         *     | 409 | `scan-under-way` | A scan of this kind is open. |
         *     | 409 | `no-consuming-wallet` | The Node has no wallet to pay from. |
         *     | 409 | `idempotency-in-progress` | A request with the same key has not ended. |
         *     | 413 | `too-large` | The body has more than 1 MiB. |
         *     | 415 | `unsupported-media-type` | The body is not declared as JSON. |
         *     | 421 | `host-refused` | The gateway does not answer to this host name. |
         *     | 422 | `parameter-refused` | The Node refused a parameter. |
         *     | 422 | `setup-rejected` | The Daemon stored a value but finds fault with it. |
         *     | 422 | `countries-missing` | The preference is applied, but no country of it has an exit. |
         *     | 422 | `idempotency-mismatch` | The key was used with another request. |
         *     | 429 | `waiting-room-full` | Too many requests wait for this peer. |
         *     | 429 | `streams-full` | Too many event streams are open. |
         *     | 431 | `headers-too-large` | Request line and headers have more than 16 KiB, or there are more than 200. |
         *     | 500 | `internal-error` | A fault of the gateway. |
         *     | 502 | `launch-failed` | The Daemon could not start the Node. |
         *     | 502 | `node-died` | The Node died right after its start. |
         *     | 502 | `restart-incomplete` | The Node was shut down but not started again. |
         *     | 502 | `scan-failed` | The scan failed. |
         *     | 502 | `link-lost` | The connection to the peer broke off. |
         *     | 502 | `unexpected-redirect` | The Daemon sent us on where it should not. |
         *     | 502 | `bad-frame` | The peer's answer could not be read. |
         *     | 502 | `peer-error` | The peer answered with another error. |
         *     | 503 | `daemon-unreachable` | Nobody listens on the Daemon's port. |
         *     | 503 | `daemon-unresponsive` | The Daemon is connected and answers nobody. |
         *     | 503 | `node-unreachable` | No Node runs, or it cannot be reached. |
         *     | 503 | `node-unresponsive` | The Node is connected and answers nobody. |
         *     | 503 | `node-stopping` | The Node is being shut down. |
         *     | 504 | `no-reply` | The peer did not reply in time. |
         *     | 504 | `not-sent-in-time` | The request was still waiting when its time was up. |
         * @enum {string}
         */
        ProblemCode: "invalid-request" | "unauthorized" | "origin-refused" | "cross-site" | "read-only" | "wrong-password" | "not-found" | "method-not-allowed" | "not-acceptable" | "request-timeout" | "already-running" | "node-not-running" | "no-daemon" | "orphan-node" | "node-busy" | "node-unverified" | "wallets-exist" | "wallets-missing" | "password-exists" | "setup-frozen" | "setup-poisoned" | "setup-password-stale" | "clear-undone" | "scan-under-way" | "no-consuming-wallet" | "idempotency-in-progress" | "too-large" | "unsupported-media-type" | "host-refused" | "parameter-refused" | "setup-rejected" | "countries-missing" | "idempotency-mismatch" | "waiting-room-full" | "streams-full" | "headers-too-large" | "internal-error" | "launch-failed" | "node-died" | "restart-incomplete" | "scan-failed" | "link-lost" | "unexpected-redirect" | "bad-frame" | "peer-error" | "daemon-unreachable" | "daemon-unresponsive" | "node-unreachable" | "node-unresponsive" | "node-stopping" | "no-reply" | "not-sent-in-time";
        ProblemMeaning: {
            /** Format: uri-reference */
            type: string;
            code: components["schemas"]["ProblemCode"];
            title: string;
            status: number;
            explanation: string;
            cure: string;
        };
    };
    responses: {
        /** @description The setup. */
        SetupRead: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                Age: components["headers"]["Age"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Preference-Applied": components["headers"]["PreferenceApplied"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "running": false,
                 *       "values": [
                 *         {
                 *           "name": "blockchain-service-url",
                 *           "value": "",
                 *           "status": "Required"
                 *         },
                 *         {
                 *           "name": "chain",
                 *           "value": "base-mainnet",
                 *           "status": "Default"
                 *         },
                 *         {
                 *           "name": "db-password",
                 *           "value": "****************",
                 *           "status": "Set"
                 *         }
                 *       ],
                 *       "errors": [
                 *         [
                 *           "<unknown>",
                 *           "Unfamiliar message: The following required argument was not provided: --blockchain-service-url"
                 *         ]
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["Setup"];
            };
        };
        /** @description The whole setup after the change. */
        SetupChanged: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Preference-Applied": components["headers"]["PreferenceApplied"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "running": false,
                 *       "values": [
                 *         {
                 *           "name": "chain",
                 *           "value": "base-mainnet",
                 *           "status": "Default"
                 *         },
                 *         {
                 *           "name": "gas-price",
                 *           "value": "5",
                 *           "status": "Set"
                 *         },
                 *         {
                 *           "name": "ip",
                 *           "value": "",
                 *           "status": "Blank"
                 *         }
                 *       ],
                 *       "errors": []
                 *     }
                 */
                "application/json": components["schemas"]["Setup"];
            };
        };
        /** @description Not possible in the present state. */
        SetupReadConflict: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/orphan-node",
                 *       "title": "The Daemon does not know the Node that runs",
                 *       "status": 409,
                 *       "detail": "A Node runs that the Daemon knows nothing of. Shut it down first.",
                 *       "instance": "urn:uuid:1e5b3a7c-9b6f-4c2d-8e0a-7f8b9c0d1e2f",
                 *       "code": "orphan-node",
                 *       "requestId": "7f0c1d52-18",
                 *       "hop": "daemon",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "no-daemon" | "orphan-node";
                };
            };
        };
        /** @description Not possible in the present state. */
        SetupChangeConflict: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "no-daemon" | "orphan-node" | "setup-frozen" | "setup-poisoned" | "clear-undone" | "idempotency-in-progress";
                };
            };
        };
        /** @description The Daemon names a value of this request as bad. It stays stored until it is cleared or replaced. */
        SetupRejected: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/setup-rejected",
                 *       "title": "The Daemon found fault with the new setup values",
                 *       "status": 422,
                 *       "detail": "The Daemon finds fault with db-password. The value stays stored; replace or clear it.",
                 *       "instance": "urn:uuid:5c9f7e1a-3f0d-4a6b-8c4e-1d2f3a4b5c6d",
                 *       "code": "setup-rejected",
                 *       "requestId": "7f0c1d52-22",
                 *       "hop": "daemon",
                 *       "outcome": "applied",
                 *       "errors": [
                 *         {
                 *           "pointer": "/values/0",
                 *           "detail": "PasswordError"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "setup-rejected" | "idempotency-mismatch";
                };
            };
        };
        /** @description The conversation with the Daemon went wrong. */
        DaemonTrouble: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/link-lost",
                 *       "title": "The connection to the peer was lost",
                 *       "status": 502,
                 *       "detail": "The link to the Daemon was lost after the request was written.",
                 *       "instance": "urn:uuid:3e7b5a9c-1b8f-4c4d-8e2a-9f0b1c2d3e4f",
                 *       "code": "link-lost",
                 *       "requestId": "7f0c1d52-30",
                 *       "hop": "daemon",
                 *       "outcome": "unknown"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "link-lost" | "unexpected-redirect" | "bad-frame" | "peer-error";
                };
            };
        };
        /** @description The Daemon cannot be asked now; nothing was sent. */
        DaemonUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/daemon-unreachable",
                 *       "title": "The Daemon cannot be reached",
                 *       "status": 503,
                 *       "detail": "Nobody listens on the Daemon's port 5333.",
                 *       "instance": "urn:uuid:6b0e8d2f-4e1c-4f7a-9b5d-2c3e4f5a6b7c",
                 *       "code": "daemon-unreachable",
                 *       "requestId": "7f0c1d52-33",
                 *       "hop": "daemon",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "daemon-unreachable" | "daemon-unresponsive";
                };
            };
        };
        /** @description The Node runs. */
        NodeStarted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Preference-Applied": components["headers"]["PreferenceApplied"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["NodeStart"];
            };
        };
        /** @description The Daemon could not start the Node, the Node died at once, or the conversation went wrong. */
        StartTrouble: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/launch-failed",
                 *       "title": "The Node could not be launched",
                 *       "status": 502,
                 *       "detail": "The Daemon said: \"Could not launch Node: Node started in process 4712, but died immediately.\"",
                 *       "instance": "urn:uuid:5a9d7c1e-3d0b-4e6f-8a4c-1b2d3e4f5a6b",
                 *       "code": "launch-failed",
                 *       "requestId": "7f0c1d52-32",
                 *       "hop": "daemon",
                 *       "outcome": "refused",
                 *       "peerCode": "9223372036854775809",
                 *       "peerCodeHex": "8000_0000_0000_0001",
                 *       "peerCodeName": "NODE_LAUNCH"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "launch-failed" | "node-died" | "link-lost" | "unexpected-redirect" | "bad-frame" | "peer-error";
                };
            };
        };
        /** @description It is not known whether what listens on the Node's last port is the Node; secrets are not sent there. */
        NodeUnverified: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/node-unverified",
                 *       "title": "Nobody has vouched for this Node",
                 *       "status": 409,
                 *       "detail": "The Node was found on its last port and no Daemon has vouched for it. Start the Daemon, or configure the Node's port.",
                 *       "instance": "urn:uuid:6d0a8f2b-4a1e-4b7c-9d5f-2e3a4b5c6d7e",
                 *       "code": "node-unverified",
                 *       "requestId": "7f0c1d52-23",
                 *       "hop": "node",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "node-unverified";
                };
            };
        };
        /** @description There are wallets already, or the Node is not known to be ours. */
        WalletsExist: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/wallets-exist",
                 *       "title": "The wallets are set already",
                 *       "status": 409,
                 *       "detail": "The wallets are written once and cannot be replaced.",
                 *       "instance": "urn:uuid:7e1b9a3c-5b2f-4c8d-8e6a-3f4b5c6d7e8f",
                 *       "code": "wallets-exist",
                 *       "requestId": "7f0c1d52-24",
                 *       "hop": "node",
                 *       "outcome": "refused",
                 *       "peerCode": "281474976710658",
                 *       "peerCodeHex": "0001_0000_0000_0002",
                 *       "peerCodeName": "CONFIGURATOR_WRITE"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "wallets-exist" | "node-unverified" | "idempotency-in-progress";
                };
            };
        };
        /** @description What was asked for; null where it was not. */
        FinancialsRead: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                Age: components["headers"]["Age"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Preference-Applied": components["headers"]["PreferenceApplied"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Financials"];
            };
        };
        /** @description The preference is applied, but none of its countries has a known exit. */
        CountriesMissing: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/countries-missing",
                 *       "title": "No exit Node in these countries",
                 *       "status": 422,
                 *       "detail": "None of the countries has a known exit: CZ, PL. The preference stays applied.",
                 *       "instance": "urn:uuid:9a3d1c5e-7d4b-4e0f-8a8c-5b6d7e8f9a0b",
                 *       "code": "countries-missing",
                 *       "requestId": "7f0c1d52-26",
                 *       "hop": "node",
                 *       "outcome": "applied",
                 *       "peerCode": "9223372036854775816",
                 *       "peerCodeHex": "8000_0000_0000_0008",
                 *       "peerCodeName": "EXIT_COUNTRY_MISSING_COUNTRIES"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "countries-missing" | "idempotency-mismatch";
                };
            };
        };
        /** @description Too many event streams are open already. */
        StreamsFull: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/streams-full",
                 *       "title": "Too many event streams are open",
                 *       "status": 429,
                 *       "detail": "Close streams that nobody reads.",
                 *       "instance": "urn:uuid:1c5f3e7a-9f6d-4a2b-8c0e-7d8f9a0b1c2d",
                 *       "code": "streams-full",
                 *       "requestId": "7f0c1d52-28",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "streams-full";
                };
            };
        };
        /** @description Done. */
        Done: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Cache-Control": components["headers"]["CacheControl"];
                "Preference-Applied": components["headers"]["PreferenceApplied"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                /** @example {} */
                "application/json": components["schemas"]["EmptyReply"];
            };
        };
        /** @description The request does not fit this document, or would harm a peer. Nothing was sent. Values of secrets are never shown. */
        InvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/invalid-request",
                 *       "title": "The request does not fit the API",
                 *       "status": 400,
                 *       "detail": "/values/0/value: chain must be one of polygon-mainnet, base-mainnet, spelt exactly so.",
                 *       "instance": "urn:uuid:ab3f8d0e-3b0c-4ae0-8d57-2d8a2a1f6c11",
                 *       "code": "invalid-request",
                 *       "requestId": "7f0c1d52-9",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent",
                 *       "errors": [
                 *         {
                 *           "pointer": "/values/0/value",
                 *           "detail": "chain must be one of polygon-mainnet, base-mainnet, spelt exactly so."
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "invalid-request";
                };
            };
        };
        /** @description The gateway was started with tokens, and the request carries none of them. */
        Unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unauthorized",
                 *       "title": "A token is needed",
                 *       "status": 401,
                 *       "detail": "This gateway asks for a token: send \"Authorization: Bearer TOKEN\", or the token as the password of Basic authentication.",
                 *       "instance": "urn:uuid:3c5c0d0a-65a7-49d5-9a55-1f1c39a0d7b4",
                 *       "code": "unauthorized",
                 *       "requestId": "7f0c1d52-8",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unauthorized";
                };
            };
        };
        /** @description The request came from a web page that may not use the gateway. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/origin-refused",
                 *       "title": "Pages of this origin may not use the gateway",
                 *       "status": 403,
                 *       "detail": "The request came from a page of another origin.",
                 *       "instance": "urn:uuid:93ab2c55-0a7c-4c3e-9b8a-8a1c3d9d7f21",
                 *       "code": "origin-refused",
                 *       "requestId": "7f0c1d52-10",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "origin-refused" | "cross-site";
                };
            };
        };
        /** @description The gateway or the token is for reading only, or the request came from a web page that may not use the gateway. */
        ForbiddenOrReadOnly: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/read-only",
                 *       "title": "Only reading is allowed",
                 *       "status": 403,
                 *       "detail": "The token is for reading; this route needs the admin token.",
                 *       "instance": "urn:uuid:5f0e8a3b-4a53-4f6b-a8a5-7a3f6f2f4f60",
                 *       "code": "read-only",
                 *       "requestId": "7f0c1d52-12",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "origin-refused" | "cross-site" | "read-only";
                };
            };
        };
        /** @description The password is wrong, the gateway or the token is for reading only, or the request came from a web page that may not use the gateway. */
        ForbiddenOrWrongPassword: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/wrong-password",
                 *       "title": "The database password is wrong",
                 *       "status": 403,
                 *       "detail": "The Node's database has another password.",
                 *       "instance": "urn:uuid:6d3c1f8e-7b8b-4b0c-9d6f-4a0f0f1c2b3d",
                 *       "code": "wrong-password",
                 *       "requestId": "7f0c1d52-11",
                 *       "hop": "node",
                 *       "outcome": "refused",
                 *       "peerCode": "281474976710662",
                 *       "peerCodeHex": "0001_0000_0000_0006",
                 *       "peerCodeName": "BAD_PASSWORD"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "origin-refused" | "cross-site" | "read-only" | "wrong-password";
                };
            };
        };
        /** @description There is nothing of this name. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-found",
                 *       "title": "No such route",
                 *       "status": 404,
                 *       "detail": "There is no setup value of this name. Did you mean gas-price?",
                 *       "instance": "urn:uuid:0b4a7f2e-2d8c-4fd0-8f6b-1b6f2e3c4d5e",
                 *       "code": "not-found",
                 *       "requestId": "7f0c1d52-12",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-found";
                };
            };
        };
        /** @description The Accept header rules out every media type that this route can answer with. */
        NotAcceptable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/not-acceptable",
                 *       "title": "The answer does not come in that form",
                 *       "status": 406,
                 *       "detail": "This route answers with application/json.",
                 *       "instance": "urn:uuid:7a1f9c3e-5d2b-4e8f-8a6c-3b4d5e6f7a8b",
                 *       "code": "not-acceptable",
                 *       "requestId": "7f0c1d52-14",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "not-acceptable";
                };
            };
        };
        /** @description The body has more than 1 MiB. */
        TooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/too-large",
                 *       "title": "The body is too large",
                 *       "status": 413,
                 *       "detail": "The body has more than 1048576 bytes.",
                 *       "instance": "urn:uuid:8b2e0d4f-6e3c-4f9a-9b7d-4c5e6f7a8b9c",
                 *       "code": "too-large",
                 *       "requestId": "7f0c1d52-15",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "too-large";
                };
            };
        };
        /** @description The body is not declared as JSON. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/unsupported-media-type",
                 *       "title": "The body is not declared as JSON",
                 *       "status": 415,
                 *       "detail": "Add the header \"Content-Type: application/json\".",
                 *       "instance": "urn:uuid:9c3f1e5a-7f4d-4a0b-8c8e-5d6f7a8b9c0d",
                 *       "code": "unsupported-media-type",
                 *       "requestId": "7f0c1d52-16",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "unsupported-media-type";
                };
            };
        };
        /** @description The gateway does not answer to this host name. */
        HostRefused: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/host-refused",
                 *       "title": "The gateway does not answer to this host name",
                 *       "status": 421,
                 *       "detail": "Use http://127.0.0.1 or http://localhost, or allow the name with the setting allow-host.",
                 *       "instance": "urn:uuid:0d4a2f6b-8a5e-4b1c-9d9f-6e7a8b9c0d1e",
                 *       "code": "host-refused",
                 *       "requestId": "7f0c1d52-17",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "host-refused";
                };
            };
        };
        /** @description The Node refused a parameter; or, of a write, its Idempotency-Key belongs to another request. */
        ParameterRefused: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/parameter-refused",
                 *       "title": "The Node refused a parameter",
                 *       "status": 422,
                 *       "detail": "The Node cannot read the value.",
                 *       "instance": "urn:uuid:8f2c0b4d-6c3a-4d9e-9f7b-4a5c6d7e8f9a",
                 *       "code": "parameter-refused",
                 *       "requestId": "7f0c1d52-25",
                 *       "hop": "node",
                 *       "outcome": "refused",
                 *       "peerCode": "281474976710668",
                 *       "peerCodeHex": "0001_0000_0000_000C",
                 *       "peerCodeName": "NON_PARSABLE_VALUE"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "parameter-refused" | "idempotency-mismatch";
                };
            };
        };
        /** @description The request with this Idempotency-Key is under way. */
        KeyInProgress: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/idempotency-in-progress",
                 *       "title": "The same request is still under way",
                 *       "status": 409,
                 *       "detail": "The request with this Idempotency-Key has not ended yet. Repeat it with the same key to learn its outcome.",
                 *       "instance": "urn:uuid:0b4e2d6f-8e5c-4f1a-8b9d-6c7e8f9a0b1c",
                 *       "code": "idempotency-in-progress",
                 *       "requestId": "7f0c1d52-27",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency-in-progress";
                };
            };
        };
        /** @description The Idempotency-Key belongs to another request. */
        KeyMismatch: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/idempotency-mismatch",
                 *       "title": "The key belongs to another request",
                 *       "status": 422,
                 *       "detail": "This Idempotency-Key was used within the last ten minutes with another route, query or body. Take a new key for a new request.",
                 *       "instance": "urn:uuid:1c5f3e7a-9f6d-4a2b-9c0e-7d8f9a0b1c2d",
                 *       "code": "idempotency-mismatch",
                 *       "requestId": "7f0c1d52-28",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "idempotency-mismatch";
                };
            };
        };
        /** @description Too many requests wait for this peer already. */
        WaitingRoomFull: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/waiting-room-full",
                 *       "title": "Too many requests are waiting",
                 *       "status": 429,
                 *       "detail": "64 requests wait for the Node already.",
                 *       "instance": "urn:uuid:0b4e2d6f-8e5c-4f1a-9b9d-6c7e8f9a0b1c",
                 *       "code": "waiting-room-full",
                 *       "requestId": "7f0c1d52-27",
                 *       "hop": "gateway",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "waiting-room-full";
                };
            };
        };
        /** @description A fault of the gateway. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/internal-error",
                 *       "title": "The gateway has a fault",
                 *       "status": 500,
                 *       "detail": "Report it with the requestId; the log holds a line with the same id.",
                 *       "instance": "urn:uuid:2d6a4f8b-0a7e-4b3c-9d1f-8e9a0b1c2d3e",
                 *       "code": "internal-error",
                 *       "requestId": "7f0c1d52-29",
                 *       "hop": "gateway",
                 *       "outcome": "unknown"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "internal-error";
                };
            };
        };
        /** @description The conversation with the Node went wrong. */
        NodeTrouble: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/peer-error",
                 *       "title": "The peer answered with an error",
                 *       "status": 502,
                 *       "detail": "The Node answered configuration with an error.",
                 *       "instance": "urn:uuid:4f8c6b0d-2c9a-4d5e-9f3b-0a1c2d3e4f5a",
                 *       "code": "peer-error",
                 *       "requestId": "7f0c1d52-31",
                 *       "hop": "node",
                 *       "outcome": "unknown",
                 *       "peerCode": "281474976710657",
                 *       "peerCodeHex": "0001_0000_0000_0001",
                 *       "peerCodeName": "CONFIGURATOR_READ"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "link-lost" | "bad-frame" | "peer-error";
                };
            };
        };
        /** @description The Node cannot be asked now, or the Daemon that knows where it is. */
        NodeUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/node-unreachable",
                 *       "title": "The Node cannot be reached",
                 *       "status": 503,
                 *       "detail": "The Daemon says that no Node runs. POST /v1/node/start starts it.",
                 *       "instance": "urn:uuid:7c1f9e3a-5f2d-4a8b-8c6e-3d4f5a6b7c8d",
                 *       "code": "node-unreachable",
                 *       "requestId": "7f0c1d52-34",
                 *       "hop": "node",
                 *       "outcome": "not-sent"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "node-unreachable" | "node-unresponsive" | "node-stopping" | "daemon-unreachable" | "daemon-unresponsive";
                };
            };
        };
        /**
         * @description `no-reply`: the request was written and the limit ran out. For what changes something the outcome is unknown, the work may still be
         *     done. `not-sent-in-time`: it was still waiting and has been taken out.
         */
        NoReply: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/problems/no-reply",
                 *       "title": "No reply in time",
                 *       "status": 504,
                 *       "detail": "The Node did not reply to changePassword within 30 s. It may still do it.",
                 *       "instance": "urn:uuid:8d2a0f4b-6a3e-4b9c-9d7f-4e5a6b7c8d9e",
                 *       "code": "no-reply",
                 *       "requestId": "7f0c1d52-35",
                 *       "hop": "node",
                 *       "outcome": "unknown"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "no-reply" | "not-sent-in-time";
                };
            };
        };
    };
    parameters: {
        /**
         * @description The name of a setup value. `crash-point` can be read, not set.
         * @example gas-price
         */
        SetupName: string;
        /** @description With `true` it is a success if things are already as wanted. */
        Ensure: boolean;
        /** @description Of the log lines only those at least as grave. */
        MinLogLevel: components["schemas"]["LogLevel"];
        /**
         * @description Only events of these opcodes, with commas between them. The `gateway.` events pass always.
         * @example [
         *       "crashed",
         *       "logBroadcast"
         *     ]
         */
        EventOpcodes: string[];
        /**
         * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
         * @example backup-17
         */
        XRequestId: string;
        /**
         * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
         *     that limit; beyond it only the time in the waiting room grows.
         * @example wait=30
         */
        Prefer: string;
        /**
         * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
         * @example no-cache
         */
        CacheControl: string;
        /**
         * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
         *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
         *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
         *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
         */
        IdempotencyKey: string;
    };
    requestBodies: {
        /** @description Nothing, or an empty object. */
        Empty: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["EmptyRequest"];
            };
        };
    };
    headers: {
        /**
         * @description Names this answer in the gateway's log.
         * @example 7f0c1d52-1
         */
        XRequestId: string;
        /**
         * @description How many seconds ago the peer gave this reply.
         * @example 0
         */
        Age: number;
        /**
         * @description How long the reply may be taken for fresh; `no-store` where it must not be kept.
         * @example max-age=1
         */
        CacheControl: string;
        /**
         * @description After how many seconds trying again may help. Only there where waiting helps.
         * @example 2
         */
        RetryAfter: number;
        /**
         * @description The preference that was followed.
         * @example wait=30
         */
        PreferenceApplied: string;
        /** @description Two of them, one for each way to send the token. */
        WWWAuthenticate: string;
        /**
         * @description `true` where this is the stored outcome of an earlier request with the same Idempotency-Key.
         * @example true
         */
        IdempotencyReplayed: "true";
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getLivez: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "alive": true
                     *     }
                     */
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            403: components["responses"]["Forbidden"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics in Prometheus' text format. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP masq_gateway_daemon_state State of the MASQ Daemon: 1 for the present one, 0 for all others.
                     *     # TYPE masq_gateway_daemon_state gauge
                     *     masq_gateway_daemon_state{state="up"} 1
                     *     masq_gateway_daemon_state{state="down"} 0
                     *     masq_gateway_daemon_state{state="unresponsive"} 0
                     *     masq_gateway_daemon_state{state="absent"} 0
                     */
                    "text/plain": string;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getReadyz: {
        parameters: {
            query?: {
                /**
                 * @description `daemon`: the link to the Daemon is open. `node`: the Node runs and its link is open. `route`: the Node has found a route
                 *     (in zero-hop mode, where there are none, the Node runs).
                 */
                require?: "daemon" | "node" | "route";
                /** @description How many seconds to wait for a yes. */
                wait?: number;
            };
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": true,
                     *       "require": "route",
                     *       "daemonState": "up",
                     *       "daemonLink": "open",
                     *       "nodeState": "running",
                     *       "nodeLink": "open",
                     *       "connectionStage": "RouteFound",
                     *       "routeFound": true
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
            /** @description Not ready. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ready": false,
                     *       "require": "node",
                     *       "daemonState": "up",
                     *       "daemonLink": "open",
                     *       "nodeState": "stopped",
                     *       "nodeLink": "idle",
                     *       "connectionStage": null,
                     *       "routeFound": null
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getAccess: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The kinds. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access": [
                     *         "read",
                     *         "secret",
                     *         "write"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        access: ("read" | "secret" | "write")[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshot. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["SetupRead"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["SetupReadConflict"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["DaemonTrouble"];
            503: components["responses"]["DaemonUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    patchSetup: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupChange"];
                /**
                 * @example {
                 *       "gas-price": "5",
                 *       "ip": null
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["SetupMergePatch"];
            };
        };
        responses: {
            200: components["responses"]["SetupChanged"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["SetupChangeConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["SetupRejected"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["DaemonTrouble"];
            503: components["responses"]["DaemonUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    getSetupValue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path: {
                /**
                 * @description The name of a setup value. `crash-point` can be read, not set.
                 * @example gas-price
                 */
                name: components["parameters"]["SetupName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The value; an empty string where there is none. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Age: components["headers"]["Age"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "chain",
                     *       "value": "base-mainnet",
                     *       "status": "Default"
                     *     }
                     */
                    "application/json": components["schemas"]["SetupValue"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["SetupReadConflict"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["DaemonTrouble"];
            503: components["responses"]["DaemonUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    putSetupValue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The name of a setup value. `crash-point` can be read, not set.
                 * @example gas-price
                 */
                name: components["parameters"]["SetupName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "value": "5"
                 *     }
                 */
                "application/json": components["schemas"]["SetupValueChange"];
            };
        };
        responses: {
            200: components["responses"]["SetupChanged"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["SetupChangeConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["SetupRejected"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["DaemonTrouble"];
            503: components["responses"]["DaemonUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    deleteSetupValue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The name of a setup value. `crash-point` can be read, not set.
                 * @example gas-price
                 */
                name: components["parameters"]["SetupName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["SetupChanged"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["SetupChangeConflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["SetupRejected"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["DaemonTrouble"];
            503: components["responses"]["DaemonUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    startNode: {
        parameters: {
            query?: {
                /** @description With `true` it is a success if things are already as wanted. */
                ensure?: components["parameters"]["Ensure"];
            };
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["NodeStarted"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            406: components["responses"]["NotAcceptable"];
            /** @description Not possible in the present state. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/already-running",
                     *       "title": "The Node is running already",
                     *       "status": 409,
                     *       "detail": "The Node is running on port 32768. With ?ensure=true this would be a success.",
                     *       "instance": "urn:uuid:0e4cbfd4-8f0e-4a3e-9a53-2d1b0a3a5d0c",
                     *       "code": "already-running",
                     *       "requestId": "7f0c1d52-1",
                     *       "hop": "daemon",
                     *       "outcome": "refused",
                     *       "peerCode": "9223372036854775811",
                     *       "peerCodeHex": "8000_0000_0000_0003",
                     *       "peerCodeName": "NODE_ALREADY_RUNNING"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "already-running" | "no-daemon" | "orphan-node" | "idempotency-in-progress";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["KeyMismatch"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["StartTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    shutdownNode: {
        parameters: {
            query?: {
                /** @description With `true` it is a success if things are already as wanted. */
                ensure?: components["parameters"]["Ensure"];
            };
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            406: components["responses"]["NotAcceptable"];
            /** @description No Node runs, or it may not be stopped now. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/node-busy",
                     *       "title": "The Node cannot be shut down now",
                     *       "status": 409,
                     *       "detail": "Still open after 10 s are changePassword. Nothing was written; try again when it has ended.",
                     *       "instance": "urn:uuid:5bb7d7b3-54c8-4ba6-a1f8-92d2be2df0c1",
                     *       "code": "node-busy",
                     *       "requestId": "7f0c1d52-2",
                     *       "hop": "node",
                     *       "outcome": "not-sent"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "node-not-running" | "node-busy" | "idempotency-in-progress";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["KeyMismatch"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    restartNode: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Empty"];
        responses: {
            200: components["responses"]["NodeStarted"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            406: components["responses"]["NotAcceptable"];
            /** @description Not possible in the present state; nothing was written. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/setup-password-stale",
                     *       "title": "The setup holds an old password",
                     *       "status": 409,
                     *       "detail": "The database password changed since this Node was started. Shut it down, set db-password, then start it.",
                     *       "instance": "urn:uuid:a9c3e1a0-3a0e-4b57-8f2b-0f5a4ed2a3b1",
                     *       "code": "setup-password-stale",
                     *       "requestId": "7f0c1d52-3",
                     *       "hop": "daemon",
                     *       "outcome": "not-sent"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "already-running" | "no-daemon" | "orphan-node" | "setup-password-stale" | "node-busy" | "node-not-running" | "idempotency-in-progress";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["KeyMismatch"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            /** @description The start failed, with or without a shutdown before it. */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/restart-incomplete",
                     *       "title": "The Node is down and did not start again",
                     *       "status": 502,
                     *       "detail": "The Daemon could not launch the Node. The Node is down: POST /v1/node/start starts it.",
                     *       "instance": "urn:uuid:7e9b1d40-9d38-4d1c-8a35-58f6f2a9b7c4",
                     *       "code": "restart-incomplete",
                     *       "requestId": "7f0c1d52-4",
                     *       "hop": "daemon",
                     *       "outcome": "applied"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "restart-incomplete" | "launch-failed" | "node-died" | "link-lost" | "unexpected-redirect" | "bad-frame" | "peer-error";
                    };
                };
            };
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    getDescriptor: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The descriptor. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Age: components["headers"]["Age"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Descriptor"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    getConnectionStatus: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stage. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Age: components["headers"]["Age"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "stage": "RouteFound"
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectionStatus"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    crashNode: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "actor": "NEIGHBORHOOD",
                 *       "panicMessage": "Intentional crash"
                 *     }
                 */
                "application/json": components["schemas"]["Crash"];
            };
        };
        responses: {
            /** @description Written. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["EmptyReply"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["KeyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["KeyMismatch"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    getConfiguration: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configuration. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Age: components["headers"]["Age"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "blockchainServiceUrlOpt": "https://polygon.example.org/rpc",
                     *       "chainName": "base-mainnet",
                     *       "clandestinePort": 5542,
                     *       "currentSchemaVersion": "11",
                     *       "earningWalletAddressOpt": "0x0123456789abcdef0123456789ABCDEF01234567",
                     *       "gasPrice": 18446744073709552000,
                     *       "maxBlockCount": null,
                     *       "neighborhoodMode": "standard",
                     *       "portMappingProtocol": "IGDP",
                     *       "startBlock": null,
                     *       "consumingWalletPrivateKeyOpt": null,
                     *       "consumingWalletAddressOpt": null,
                     *       "pastNeighbors": [],
                     *       "paymentThresholds": {
                     *         "thresholdIntervalSec": 21600,
                     *         "debtThresholdGwei": 1000000000,
                     *         "paymentGracePeriodSec": 1200,
                     *         "maturityThresholdSec": 1200,
                     *         "permanentDebtAllowedGwei": 500000000,
                     *         "unbanBelowGwei": 500000000
                     *       },
                     *       "ratePack": {
                     *         "routingByteRate": 53844,
                     *         "routingServiceRate": 53844,
                     *         "exitByteRate": 107688,
                     *         "exitServiceRate": 107688
                     *       },
                     *       "scanIntervals": {
                     *         "pendingPayableSec": 600,
                     *         "payableSec": 600,
                     *         "receivableSec": 600
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Configuration"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    queryConfiguration: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dbPasswordOpt": "correct horse"
                 *     }
                 */
                "application/json": components["schemas"]["ConfigurationQuery"];
            };
        };
        responses: {
            /** @description The configuration. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "blockchainServiceUrlOpt": "https://polygon.example.org/rpc",
                     *       "chainName": "base-mainnet",
                     *       "clandestinePort": 5542,
                     *       "currentSchemaVersion": "11",
                     *       "earningWalletAddressOpt": "0x0123456789abcdef0123456789ABCDEF01234567",
                     *       "gasPrice": 1,
                     *       "maxBlockCount": 100000,
                     *       "neighborhoodMode": "zero-hop",
                     *       "portMappingProtocol": null,
                     *       "startBlock": 61209934,
                     *       "consumingWalletPrivateKeyOpt": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                     *       "consumingWalletAddressOpt": "0xfcad0b19bb29d4674531d6f115237e16afce377c",
                     *       "pastNeighbors": [
                     *         "masq://base-mainnet:gBviQbjOS3e5ReFQCvIhUM3i02d1zPleo1iXg_EN6zQ@86.75.30.9:5542"
                     *       ],
                     *       "paymentThresholds": {
                     *         "thresholdIntervalSec": 21600,
                     *         "debtThresholdGwei": 1000000000,
                     *         "paymentGracePeriodSec": 1200,
                     *         "maturityThresholdSec": 1200,
                     *         "permanentDebtAllowedGwei": 500000000,
                     *         "unbanBelowGwei": 500000000
                     *       },
                     *       "ratePack": {
                     *         "routingByteRate": 0,
                     *         "routingServiceRate": 0,
                     *         "exitByteRate": 0,
                     *         "exitServiceRate": 0
                     *       },
                     *       "scanIntervals": {
                     *         "pendingPayableSec": 600,
                     *         "payableSec": 600,
                     *         "receivableSec": 600
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Configuration"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrWrongPassword"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["NodeUnverified"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    putConfiguration: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The parameter to set.
                 * @example gas-price
                 */
                name: components["schemas"]["ConfigurationName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigurationChange"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["KeyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["ParameterRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    checkPassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PasswordCheck"];
            };
        };
        responses: {
            /** @description The answer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "matches": true
                     *     }
                     */
                    "application/json": components["schemas"]["PasswordMatch"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["NodeUnverified"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrWrongPassword"];
            406: components["responses"]["NotAcceptable"];
            /** @description There is a password already, or the Node is not known to be ours. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/password-exists",
                     *       "title": "The database has a password already",
                     *       "status": 409,
                     *       "detail": "The database already has a password: give it as oldPasswordOpt.",
                     *       "instance": "urn:uuid:3f8a6a52-4c74-4d2f-b0e8-6a2f6f4a52d1",
                     *       "code": "password-exists",
                     *       "requestId": "7f0c1d52-5",
                     *       "hop": "node",
                     *       "outcome": "refused",
                     *       "peerCode": "281474976710658",
                     *       "peerCodeHex": "0001_0000_0000_0002",
                     *       "peerCodeName": "CONFIGURATOR_WRITE"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "password-exists" | "node-unverified" | "idempotency-in-progress";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["KeyMismatch"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    queryWallets: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dbPassword": "correct horse"
                 *     }
                 */
                "application/json": components["schemas"]["WalletsQuery"];
            };
        };
        responses: {
            /** @description The addresses. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consumingWalletAddress": "0xfcad0b19bb29d4674531d6f115237e16afce377c",
                     *       "earningWalletAddress": "0x0123456789abcdef0123456789ABCDEF01234567"
                     *     }
                     */
                    "application/json": components["schemas"]["WalletAddresses"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrWrongPassword"];
            406: components["responses"]["NotAcceptable"];
            /** @description There are no wallets yet, or the Node is not known to be ours. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/wallets-missing",
                     *       "title": "There are no wallets yet",
                     *       "status": 409,
                     *       "detail": "Wallet pair not yet configured: generate or recover one.",
                     *       "instance": "urn:uuid:c4f4d2fb-1fd2-4b0a-95a1-02c6a1d7c3ee",
                     *       "code": "wallets-missing",
                     *       "requestId": "7f0c1d52-6",
                     *       "hop": "node",
                     *       "outcome": "refused",
                     *       "peerCode": "281474976710669",
                     *       "peerCodeHex": "0001_0000_0000_000D",
                     *       "peerCodeName": "MISSING_DATA"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "wallets-missing" | "node-unverified";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    generateWallets: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WalletsGeneration"];
            };
        };
        responses: {
            /** @description The wallets. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mnemonicPhraseOpt": [
                     *         "legal",
                     *         "winner",
                     *         "thank",
                     *         "year",
                     *         "wave",
                     *         "sausage",
                     *         "worth",
                     *         "useful",
                     *         "legal",
                     *         "winner",
                     *         "thank",
                     *         "yellow"
                     *       ],
                     *       "consumingWalletAddress": "0xfcad0b19bb29d4674531d6f115237e16afce377c",
                     *       "consumingWalletPrivateKey": "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
                     *       "earningWalletAddress": "0x0123456789abcdef0123456789abcdef01234567",
                     *       "earningWalletPrivateKey": "FEDCBA9876543210FEDCBA9876543210FEDCBA9876543210FEDCBA9876543210"
                     *     }
                     */
                    "application/json": components["schemas"]["GeneratedWallets"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrWrongPassword"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["WalletsExist"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["ParameterRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    recoverWallets: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WalletsRecovery"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrWrongPassword"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["WalletsExist"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["ParameterRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    getFinancials: {
        parameters: {
            query?: {
                /** @description Whether to give the totals. */
                stats?: boolean;
                /** @description How many accounts of each kind to list. */
                top?: number;
                /** @description Oldest payment first, or largest balance first (the default). */
                orderedBy?: "age" | "balance";
            };
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["FinancialsRead"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["ParameterRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    queryFinancials: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FinancialsQuery"];
            };
        };
        responses: {
            200: components["responses"]["FinancialsRead"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["ParameterRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    startScan: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scanType": "Receivables"
                 *     }
                 */
                "application/json": components["schemas"]["ScanStart"];
            };
        };
        responses: {
            /** @description The scan has ended, or there was nothing to do. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanEnded"];
                };
            };
            /** @description The scan is under way. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "accepted"
                     *     }
                     */
                    "application/json": components["schemas"]["ScanAccepted"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            406: components["responses"]["NotAcceptable"];
            /** @description A scan of this kind is under way, or the Node has no consuming wallet to pay from. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/no-consuming-wallet",
                     *       "title": "There is no consuming wallet",
                     *       "status": 409,
                     *       "detail": "The Node has no consuming wallet to pay from. Generate or recover one.",
                     *       "instance": "urn:uuid:1a4d1f77-3c39-4d9c-9f0a-1c47cf4a6d77",
                     *       "code": "no-consuming-wallet",
                     *       "requestId": "7f0c1d52-7",
                     *       "hop": "node",
                     *       "outcome": "refused"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scan-under-way" | "no-consuming-wallet" | "idempotency-in-progress";
                    };
                };
            };
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["KeyMismatch"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            /** @description The scan failed. For `Payables` the outcome is unknown, money may have moved. */
            502: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/scan-failed",
                     *       "title": "The scan failed",
                     *       "status": 502,
                     *       "detail": "Payables scan failed: the blockchain service did not answer. Money may have moved; look at the financials.",
                     *       "instance": "urn:uuid:52f3c1fd-6f39-4d7f-9a6d-6f3c38b8a1a7",
                     *       "code": "scan-failed",
                     *       "requestId": "7f0c1d52-8",
                     *       "hop": "node",
                     *       "outcome": "unknown",
                     *       "peerCode": "9223372036854775815",
                     *       "peerCodeHex": "8000_0000_0000_0007",
                     *       "peerCodeName": "SCAN"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        code?: "scan-failed" | "link-lost" | "bad-frame" | "peer-error";
                    };
                };
            };
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    putExitLocation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fallbackRouting": true,
                 *       "exitLocations": [
                 *         {
                 *           "countryCodes": [
                 *             "CZ",
                 *             "PL"
                 *           ],
                 *           "priority": 1
                 *         },
                 *         {
                 *           "countryCodes": [
                 *             "SK"
                 *           ],
                 *           "priority": 2
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ExitLocationChange"];
            };
        };
        responses: {
            /** @description The preference as it stands now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "fallbackRouting": true,
                     *       "exitCountrySelection": [
                     *         {
                     *           "countryCodes": [
                     *             "CZ",
                     *             "PL"
                     *           ],
                     *           "priority": 1
                     *         },
                     *         {
                     *           "countryCodes": [
                     *             "SK"
                     *           ],
                     *           "priority": 2
                     *         }
                     *       ],
                     *       "exitCountries": null,
                     *       "missingCountries": [
                     *         "PL"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ExitLocation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["KeyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["CountriesMissing"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    applyAndListExitLocation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description A key of your own, such as a UUID: 1 to 128 letters, digits and `. _ ~ : / + = @ ! -`, with or without double quotes around it. Within ten
                 *     minutes of its end, the same request with the same key is not carried out again but gets the same outcome; while it is under
                 *     way, 409. The key with another request is 422. What was never sent to a peer (`outcome: not-sent`) is forgotten at once, and may be
                 *     tried again under its key. The answer of `wallets/generate` is kept only where it could not be delivered, and given once.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fallbackRouting": true,
                 *       "exitLocations": []
                 *     }
                 */
                "application/json": components["schemas"]["ExitLocationChange"];
            };
        };
        responses: {
            /** @description The preference as it stands now, and the countries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "fallbackRouting": true,
                     *       "exitCountrySelection": [],
                     *       "exitCountries": [
                     *         "CZ",
                     *         "SK"
                     *       ],
                     *       "missingCountries": []
                     *     }
                     */
                    "application/json": components["schemas"]["ExitLocation"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenOrReadOnly"];
            406: components["responses"]["NotAcceptable"];
            409: components["responses"]["KeyInProgress"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            421: components["responses"]["HostRefused"];
            422: components["responses"]["CountriesMissing"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    getNeighborhood: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A Graphviz digraph as one string. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Age: components["headers"]["Age"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "graph": "digraph db { \"AQIDBA\" [label=\"AR v0\\nAQIDBA\\n1.2.3.4:5542\"] [style=filled]; \"AQIDBA\" -> \"BQYHCA\"; }"
                     *     }
                     */
                    "application/json": components["schemas"]["Neighborhood"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    getNeighborhoodGraph: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nodes and edges. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Age: components["headers"]["Age"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodes": [
                     *         {
                     *           "id": "AQIDBA",
                     *           "label": "AR v0\nAQIDBA\n1.2.3.4:5542",
                     *           "attributes": {
                     *             "style": "filled"
                     *           }
                     *         },
                     *         {
                     *           "id": "BQYHCA",
                     *           "label": null,
                     *           "attributes": {}
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "from": "AQIDBA",
                     *           "to": "BQYHCA",
                     *           "attributes": {}
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NeighborhoodGraph"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    getNeighborhoodGraphSvg: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Age: components["headers"]["Age"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <svg xmlns="http://www.w3.org/2000/svg" width="8pt" height="8pt"></svg> */
                    "image/svg+xml": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    getNeighborhoodGraphDot: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description `wait=N`: wait N seconds for the answer instead of the conversation's own limit. For what changes something never less than
                 *     that limit; beyond it only the time in the waiting room grows.
                 * @example wait=30
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description `no-cache` asks the peer anew; otherwise a reply that is still fresh is given.
                 * @example no-cache
                 */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Node's digraph, untouched. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    Age: components["headers"]["Age"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example digraph db { "AQIDBA" [style=filled]; "AQIDBA" -> "BQYHCA"; } */
                    "text/vnd.graphviz": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["WaitingRoomFull"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["NodeTrouble"];
            503: components["responses"]["NodeUnavailable"];
            504: components["responses"]["NoReply"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /**
                 * @description Only events of these opcodes, with commas between them. The `gateway.` events pass always.
                 * @example [
                 *       "crashed",
                 *       "logBroadcast"
                 *     ]
                 */
                opcode?: components["parameters"]["EventOpcodes"];
                /** @description Of the log lines only those at least as grave. */
                minLogLevel?: components["parameters"]["MinLogLevel"];
                /** @description With `true` the data is an `EventEnvelope` with the payload in it. */
                envelope?: boolean;
                /**
                 * @description The cursor, for clients that cannot set the header: an event id, or an RFC 3339 time. The header beats it. Ids are the same in the
                 *     stream, in JSON lines and in the history.
                 * @example mb1x2kao-17
                 */
                lastEventId?: string;
            };
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
                /**
                 * @description Id of the last event that the client has seen.
                 * @example mb1x2kao-17
                 */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream without end. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 2117
                     *
                     *     id: mb1x2kao-18
                     *     event: connectionChange
                     *     data: {"stage":"RouteFound"}
                     */
                    "text/event-stream": string;
                    /** @example {"id":"mb1x2kao-18","at":"2026-11-23T00:10:31.118Z","hop":"node","opcode":"connectionChange","payload":{"stage":"RouteFound"}} */
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            429: components["responses"]["StreamsFull"];
            500: components["responses"]["InternalError"];
        };
    };
    getEventHistory: {
        parameters: {
            query?: {
                /**
                 * @description An event id, or an RFC 3339 time. One that cannot be served makes `gap` say so.
                 * @example mb1x2kao-17
                 */
                since?: string;
                /** @description How many events at most. */
                limit?: number;
                /** @description How many seconds to wait for an event where there is none. */
                wait?: number;
                /**
                 * @description Only events of these opcodes, with commas between them. The `gateway.` events pass always.
                 * @example [
                 *       "crashed",
                 *       "logBroadcast"
                 *     ]
                 */
                opcode?: components["parameters"]["EventOpcodes"];
                /** @description Of the log lines only those at least as grave. */
                minLogLevel?: components["parameters"]["MinLogLevel"];
            };
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events in the order of their ids. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventHistory"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getRoot: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A plain text with the routes; for browsers the dashboard. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example masq-gateway 0.1.0
                     *     GET /v1/status
                     */
                    "text/plain": string;
                    /** @example <!doctype html><title>masq-gateway</title> */
                    "text/html": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getDashboardFile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /**
                 * @description One of the files that the dashboard at `/` is made of.
                 * @example main.js
                 */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example export {}; */
                    "text/javascript": string;
                    /** @example body { margin: 0 } */
                    "text/css": string;
                    /** @example <svg xmlns="http://www.w3.org/2000/svg"/> */
                    "image/svg+xml": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getOpenapiYaml: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document as it was written. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example openapi: 3.1.0 */
                    "application/yaml": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The same document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0",
                     *       "info": {},
                     *       "paths": {}
                     *     }
                     */
                    "application/json": Record<string, never>;
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>masq-gateway</title> */
                    "text/html": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
    getProblem: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of your own for this request, taken over if it fits `[A-Za-z0-9._-]{1,64}`.
                 * @example backup-17
                 */
                "X-Request-Id"?: components["parameters"]["XRequestId"];
            };
            path: {
                /**
                 * @description The code of a problem.
                 * @example no-daemon
                 */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The meaning. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/no-daemon",
                     *       "code": "no-daemon",
                     *       "title": "No Daemon here",
                     *       "status": 409,
                     *       "explanation": "A Node itself listens on the Daemon's port. Setup, start and restart need a Daemon.",
                     *       "cure": "Start a Daemon on its port."
                     *     }
                     */
                    "application/json": components["schemas"]["ProblemMeaning"];
                    /** @example <!doctype html><title>No Daemon here</title> */
                    "text/html": string;
                    /** @example No Daemon here (no-daemon, status 409) */
                    "text/plain": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            406: components["responses"]["NotAcceptable"];
            421: components["responses"]["HostRefused"];
            500: components["responses"]["InternalError"];
        };
    };
}
