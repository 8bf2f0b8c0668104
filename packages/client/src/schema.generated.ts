// Made from openapi.generated.json; see the README of this package. Changes by hand are lost.

export interface paths {
    readonly "/.well-known/jwks.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Public keys of access tokens */
        readonly get: operations["get-well-known-jwks-json"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What is running here */
        readonly get: operations["get-status"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/analytics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Own learning analytics
         * @description Days are the learner’s own; every day of the timeframe is there, quiet ones included.
         */
        readonly get: operations["get-analytics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/account/delete": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Delete own account
         * @description Logging in within 30 days keeps it. Accounts with a password have to give it.
         */
        readonly post: operations["post-auth-account-delete"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/account/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask for all own data
         * @description Once a day. A link arrives by mail when the archive is ready.
         */
        readonly post: operations["post-auth-account-export"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/account/export/download": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Fetch the archive */
        readonly post: operations["post-auth-account-export-download"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/anonymous": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Learn without an account */
        readonly post: operations["post-auth-anonymous"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Security log of the own account */
        readonly get: operations["get-auth-audit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/email/change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Change e-mail address
         * @description A link goes to the new address; until it is used, nothing changes.
         */
        readonly post: operations["post-auth-email-change"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/email/change/confirm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Confirm the new e-mail address */
        readonly post: operations["post-auth-email-change-confirm"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/email/resend": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Send the code again */
        readonly post: operations["post-auth-email-resend"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/email/verify": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Prove an e-mail address
         * @description With the code or the token of the mail. A token without the sign-up id needs a new password.
         */
        readonly post: operations["post-auth-email-verify"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Log in
         * @description Answers 202 where a second factor has to follow.
         */
        readonly post: operations["post-auth-login"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/logout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Log out */
        readonly post: operations["post-auth-logout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/mfa/recovery-codes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** New recovery codes */
        readonly post: operations["post-auth-mfa-recovery-codes"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/mfa/totp/activate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Switch the second factor on */
        readonly post: operations["post-auth-mfa-totp-activate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/mfa/totp/disable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Switch the second factor off */
        readonly post: operations["post-auth-mfa-totp-disable"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/mfa/totp/enroll": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Set up an authenticator app */
        readonly post: operations["post-auth-mfa-totp-enroll"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/mfa/verify": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Second step of a login */
        readonly post: operations["post-auth-mfa-verify"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/oidc/{provider}/finish": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Finish a login at another provider */
        readonly post: operations["post-auth-oidc-provider-finish"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/oidc/{provider}/start": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Begin a login at another provider */
        readonly post: operations["post-auth-oidc-provider-start"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/passkeys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own passkeys */
        readonly get: operations["get-auth-passkeys"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/passkeys/login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Log in by passkey */
        readonly post: operations["post-auth-passkeys-login"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/passkeys/login/options": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Begin a login by passkey */
        readonly post: operations["post-auth-passkeys-login-options"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/passkeys/register": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Add a passkey */
        readonly post: operations["post-auth-passkeys-register"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/passkeys/register/options": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Begin to add a passkey */
        readonly post: operations["post-auth-passkeys-register-options"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/passkeys/remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Remove a passkey */
        readonly post: operations["post-auth-passkeys-remove"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/password/change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Change password
         * @description The session that asks stays; all others end.
         */
        readonly post: operations["post-auth-password-change"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/password/forgot": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Ask for a new password
         * @description The answer is the same whether or not the address has an account.
         */
        readonly post: operations["post-auth-password-forgot"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/password/reset": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Set a new password by link
         * @description Ends all sessions and does not log in.
         */
        readonly post: operations["post-auth-password-reset"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Continue a session
         * @description For a minute, repeating the request with the replaced token yields the same new refresh token.
         */
        readonly post: operations["post-auth-refresh"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own sessions */
        readonly get: operations["get-auth-sessions"];
        readonly put?: never;
        readonly post?: never;
        /** End all sessions */
        readonly delete: operations["delete-auth-sessions"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/sessions/{sessionId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** End one session */
        readonly delete: operations["delete-auth-sessions-sessionId"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/sessions/revoke-others": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End all other sessions */
        readonly post: operations["post-auth-sessions-revoke-others"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/signup": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign up
         * @description Answers 201 with tokens, or 202 where addresses must be proven first.
         */
        readonly post: operations["post-auth-signup"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/auth/upgrade": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Keep what was learnt without an account
         * @description Answers 200 with new tokens, or 202 where addresses must be proven first.
         */
        readonly post: operations["post-auth-upgrade"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/chat/quota": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Messages left today
         * @description By the learner’s own day. What the coach answers is never counted.
         */
        readonly get: operations["get-chat-quota"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/chat/starters": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Conversation starters by language, level and topic */
        readonly get: operations["get-chat-starters"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/chat/threads": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own conversations */
        readonly get: operations["get-chat-threads"];
        readonly put?: never;
        /** Open a conversation */
        readonly post: operations["post-chat-threads"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/chat/threads/{threadId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A conversation and its latest messages, oldest first */
        readonly get: operations["get-chat-threads-threadId"];
        readonly put?: never;
        readonly post?: never;
        /** Delete a conversation */
        readonly delete: operations["delete-chat-threads-threadId"];
        readonly options?: never;
        readonly head?: never;
        /** Rename a conversation */
        readonly patch: operations["patch-chat-threads-threadId"];
        readonly trace?: never;
    };
    readonly "/api/chat/threads/{threadId}/messages": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Messages of a conversation */
        readonly get: operations["get-chat-threads-threadId-messages"];
        readonly put?: never;
        /**
         * Talk to the tutor
         * @description With `Accept: text/event-stream` the reply comes as server-sent events: `accepted`, then `token` with `{"text"}`, then
         *     `done` with the whole reply or `error` with a problem; `restart` means that what was shown so far does not count. After a lost
         *     connection send the message again with the same clientEventId (or Idempotency-Key), or get its reply, with `Last-Event-ID`.
         *     While the AI is away, or when the day's messages are used up, a coach answers from the course and says `degraded: true`.
         */
        readonly post: operations["post-chat-threads-threadId-messages"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/chat/threads/{threadId}/messages/{messageId}/corrections/{position}/accept": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Turn a correction into a card
         * @description The card is due at once. Accepting the same correction again changes nothing.
         */
        readonly post: operations["post-chat-threads-threadId-messages-messageId-corrections-position-accept"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/chat/threads/{threadId}/messages/{messageId}/reply": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The reply to a message, from where a reader had come to
         * @description With `Accept: text/event-stream` the reply comes as server-sent events: `accepted`, then `token` with `{"text"}`, then
         *     `done` with the whole reply or `error` with a problem; `restart` means that what was shown so far does not count. After a lost
         *     connection send the message again with the same clientEventId (or Idempotency-Key), or get its reply, with `Last-Event-ID`.
         *     While the AI is away, or when the day's messages are used up, a coach answers from the course and says `degraded: true`.
         */
        readonly get: operations["get-chat-threads-threadId-messages-messageId-reply"];
        readonly put?: never;
        readonly post?: never;
        /** Stop the reply to a message */
        readonly delete: operations["delete-chat-threads-threadId-messages-messageId-reply"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/courses": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List courses */
        readonly get: operations["get-courses"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/courses/{courseId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Course with its outline */
        readonly get: operations["get-courses-courseId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/courses/{courseId}/enrolment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Take a course */
        readonly put: operations["put-courses-courseId-enrolment"];
        readonly post?: never;
        /** Leave a course */
        readonly delete: operations["delete-courses-courseId-enrolment"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/courses/{courseId}/lessons": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lessons of a course */
        readonly get: operations["get-courses-courseId-lessons"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/courses/{courseId}/reports": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Reported answers */
        readonly get: operations["get-courses-courseId-reports"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/courses/{courseId}/reports/{reportId}/decision": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /**
         * Decide a reported answer
         * @description Accepting regrades everybody who gave this answer, with scores and XP.
         */
        readonly put: operations["put-courses-courseId-reports-reportId-decision"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/scenes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Scenes to play */
        readonly get: operations["get-dialogues-scenes"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/scenes/{sceneId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A scene */
        readonly get: operations["get-dialogues-scenes-sceneId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/score": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Share of a goal’s words in a text */
        readonly post: operations["post-dialogues-score"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own dialogues */
        readonly get: operations["get-dialogues-sessions"];
        readonly put?: never;
        /** Begin a scene */
        readonly post: operations["post-dialogues-sessions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/sessions/{sessionId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A dialogue as it stands */
        readonly get: operations["get-dialogues-sessions-sessionId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/sessions/{sessionId}/end": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End a dialogue */
        readonly post: operations["post-dialogues-sessions-sessionId-end"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/sessions/{sessionId}/hint": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A hint; null where the level gives none */
        readonly get: operations["get-dialogues-sessions-sessionId-hint"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/sessions/{sessionId}/transcript": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What was said */
        readonly get: operations["get-dialogues-sessions-sessionId-transcript"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/sessions/{sessionId}/turns": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Say something in a scene
         * @description Accuracy compares with the key phrases and the line expected, wherever they stand in the text.
         */
        readonly post: operations["post-dialogues-sessions-sessionId-turns"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/dialogues/topics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Topics of a course’s scenes */
        readonly get: operations["get-dialogues-topics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/exports/courses/{courseId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A course as CSV
         * @description One row per accepted translation; can be imported again. For the owner of the course, and for authors.
         */
        readonly get: operations["get-exports-courses-courseId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/exports/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All own data as JSON */
        readonly get: operations["get-exports-me"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/exports/reviews.csv": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own review log as CSV */
        readonly get: operations["get-exports-reviews-csv"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/imports": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Import a word list or sentence pairs
         * @description CSV or TSV (Anki’s header lines are honoured), or Tatoeba pairs. Poll the import for its progress.
         */
        readonly post: operations["post-imports"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/imports/{importId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Progress and report of an import */
        readonly get: operations["get-imports-importId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/leaderboard": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Leaderboard
         * @description Equal XP means equal rank; among equals whoever was there first stands first. Shows aliases, never addresses.
         */
        readonly get: operations["get-leaderboard"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/learn/{target}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** First steps in a language */
        readonly get: operations["get-learn-target"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/lessons/{lessonId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One lesson */
        readonly get: operations["get-lessons-lessonId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/onboarding": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Complete onboarding
         * @description Sets preferences, enrols in the course and names the lesson to start with.
         */
        readonly post: operations["post-onboarding"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/onboarding/enrolments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own courses */
        readonly get: operations["get-onboarding-enrolments"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openai/v1/audio/speech": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Speak a text (OpenAI-compatible) */
        readonly post: operations["createSpeech"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openai/v1/audio/transcriptions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Transcribe a recording (OpenAI-compatible) */
        readonly post: operations["createTranscription"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openai/v1/chat/completions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Chat completion (OpenAI-compatible) */
        readonly post: operations["createChatCompletion"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openai/v1/images/edits": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Edit images (OpenAI-compatible) */
        readonly post: operations["createImageEdit"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openai/v1/images/generations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Generate an image (OpenAI-compatible) */
        readonly post: operations["createImage"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openai/v1/models": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Available models (OpenAI-compatible) */
        readonly get: operations["listModels"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/practice/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Begin a practice session
         * @description With an Idempotency-Key, repeating the request gives the same session.
         */
        readonly post: operations["post-practice-sessions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/practice/sessions/{sessionId}/answers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Answer an exercise of the session
         * @description Graded on the server. The same clientEventId always gives the same result and earns once.
         */
        readonly post: operations["post-practice-sessions-sessionId-answers"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/practice/sessions/{sessionId}/finish": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Finish the session */
        readonly post: operations["post-practice-sessions-sessionId-finish"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/practice/sessions/{sessionId}/reports": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Report that an answer was right
         * @description For typed answers that were marked wrong. An author decides; accepted answers are regraded for all.
         */
        readonly post: operations["post-practice-sessions-sessionId-reports"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/preferences": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own preferences */
        readonly get: operations["get-preferences"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change own preferences
         * @description Send If-Match with the ETag that was read; without it stored preferences are not overwritten (428).
         */
        readonly patch: operations["patch-preferences"];
        readonly trace?: never;
    };
    readonly "/api/progress": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own progress */
        readonly get: operations["get-progress"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/progress/achievements": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own achievements */
        readonly get: operations["get-progress-achievements"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/progress/challenge": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Daily challenge */
        readonly get: operations["get-progress-challenge"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/pronunciation": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Assess pronunciation
         * @description Without speech recognition: 503 capability_unavailable.
         */
        readonly post: operations["post-pronunciation"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/reviews": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Take in reviews from a device
         * @description Each event is accepted, known already, or rejected with a reason. Late events reschedule their card.
         */
        readonly post: operations["post-reviews"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/reviews/{cardId}/answers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Answer a card */
        readonly post: operations["post-reviews-cardId-answers"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/reviews/cards/{cardId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A card and its log */
        readonly get: operations["get-reviews-cards-cardId"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Suspend or resume a card */
        readonly patch: operations["patch-reviews-cards-cardId"];
        readonly trace?: never;
    };
    readonly "/api/reviews/due": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Cards to review now
         * @description Within the learner’s daily limits, most likely forgotten first, then new ones.
         */
        readonly get: operations["get-reviews-due"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/stt": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Transcribe a recording (Rork-compatible) */
        readonly post: operations["transcribeRecording4"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/stt/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What this installation can do */
        readonly get: operations["getSpeechHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/stt/transcribe": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Transcribe a recording (Rork-compatible) */
        readonly post: operations["transcribeRecording3"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/admin/breakers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Breakers of this process (administrators) */
        readonly get: operations["listToolkitBreakers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/admin/breakers/{upstream}/{operation}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Switch a breaker of this process (administrators) */
        readonly put: operations["switchToolkitBreaker"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/detect": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Detect the language of a text (on this machine) */
        readonly post: operations["detectLanguage"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/explain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Explain a text to a learner */
        readonly post: operations["explainText"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What this installation can do */
        readonly get: operations["getToolkitHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/images/edit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Edit images (Rork-compatible) */
        readonly post: operations["editImage"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/images/generate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Generate an image (Rork-compatible) */
        readonly post: operations["generateImage"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/ipa": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Pronunciation in phonetic letters (on this machine) */
        readonly post: operations["transcribePhonetically"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/jobs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Ask for long work (a picture, a lesson) */
        readonly post: operations["createToolkitJob"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/jobs/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** State and result of long work */
        readonly get: operations["getToolkitJob"];
        readonly put?: never;
        readonly post?: never;
        /** Cancel long work */
        readonly delete: operations["cancelToolkitJob"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/spelling": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Check the spelling of a text (on this machine) */
        readonly post: operations["checkSpelling"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/stt/transcribe": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Transcribe a recording (Rork-compatible) */
        readonly post: operations["transcribeRecording"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/text/llm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Generate text (Rork-compatible) */
        readonly post: operations["generateText"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/translate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Translate a text */
        readonly post: operations["translateText"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/usage": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own usage of today */
        readonly get: operations["getToolkitUsage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/usage/totals": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Usage of everybody, by day, operation and upstream */
        readonly get: operations["getToolkitUsageTotals"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/v1/images/edit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Edit images (Rork-compatible) */
        readonly post: operations["editImageV1"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/v1/images/generate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Generate an image (Rork-compatible) */
        readonly post: operations["generateImageV1"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/v1/stt/transcribe": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Transcribe a recording (Rork-compatible) */
        readonly post: operations["transcribeRecording2"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/toolkit/v1/text/llm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Generate text (Rork-compatible) */
        readonly post: operations["generateTextV1"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/translate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Translate a text */
        readonly post: operations["post-translate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/translate/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own translations */
        readonly get: operations["get-translate-history"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/translate/history/{translationId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Forget a translation */
        readonly delete: operations["delete-translate-history-translationId"];
        readonly options?: never;
        readonly head?: never;
        /** Mark a translation as a favourite, or no more */
        readonly patch: operations["patch-translate-history-translationId"];
        readonly trace?: never;
    };
    readonly "/api/users/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Own profile */
        readonly get: operations["get-users-me"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change own profile
         * @description With If-Match, only the version that was read is changed; otherwise the answer is 412.
         */
        readonly patch: operations["patch-users-me"];
        readonly trace?: never;
    };
    readonly "/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Full report on this instance and what it depends on */
        readonly get: operations["get-health"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/livez": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether the process answers */
        readonly get: operations["get-livez"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether this instance wants requests */
        readonly get: operations["get-readyz"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Problem */
        readonly Problem: {
            /** @description Stable code to switch over */
            readonly code: string;
            readonly detail: string;
            readonly errors?: readonly {
                readonly detail: string;
                readonly pointer: string;
            }[];
            /** @description Quote this when you report the problem */
            readonly requestId: string;
            /** @description Seconds until a new try makes sense */
            readonly retryAfter?: number;
            readonly status: number;
            readonly title: string;
            /** @description URN of the kind of problem */
            readonly type: string;
        } & {
            readonly [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly "get-well-known-jwks-json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly keys: readonly {
                            readonly [key: string]: string;
                        }[];
                    };
                };
            };
            /** @description Unchanged. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly "get-status": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The name of the system and where to read on */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "linguamate",
                     *       "status": "ok",
                     *       "version": "0.1.0",
                     *       "docs": "/api/docs/",
                     *       "openapi": "/api/openapi.json"
                     *     }
                     */
                    readonly "application/json": Record<string, never>;
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-analytics": {
        readonly parameters: {
            readonly query?: {
                readonly timeframe?: "week" | "month" | "year";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly days: readonly {
                            readonly answers: number;
                            readonly correctAnswers: number;
                            readonly day: string;
                            readonly lessons: number;
                            readonly reviews: number;
                            readonly seconds: number;
                            readonly xp: number;
                        }[];
                        readonly forecast: readonly {
                            readonly cards: number;
                            readonly day: string;
                        }[];
                        readonly from: string;
                        readonly streak: {
                            readonly activeToday: boolean;
                            readonly current: number;
                            readonly freezesLeft: number;
                            readonly longest: number;
                        };
                        readonly to: string;
                        readonly totals: {
                            readonly accuracy: number;
                            readonly activeDays: number;
                            readonly answers: number;
                            readonly correctAnswers: number;
                            readonly lessons: number;
                            readonly reviews: number;
                            readonly seconds: number;
                            readonly xp: number;
                        };
                        readonly verdicts: readonly {
                            readonly count: number;
                            readonly verdict: string;
                        }[];
                        readonly weakItems: readonly {
                            readonly accuracy: number;
                            readonly answers: number;
                            /** Format: uuid */
                            readonly itemId: string;
                            readonly prompt: string;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-account-delete": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 10 to 128 characters of any kind. */
                    readonly password?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly deletionAt: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-account-export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 10 to 128 characters of any kind. */
                    readonly password?: string;
                };
            };
        };
        readonly responses: {
            /** @description Accepted. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-account-export-download": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description From the link in the mail. */
                    readonly token: string;
                };
            };
        };
        readonly responses: {
            /** @description The archive. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": unknown;
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-anonymous": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description How the person wants to be called. */
                    readonly name?: string;
                    readonly nativeLanguage?: string | null;
                    readonly proficiencyLevel?: ("beginner" | "intermediate" | "advanced") | null;
                    readonly targetLanguage?: string | null;
                    /** @example Europe/Madrid */
                    readonly timeZone?: string;
                } | null;
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accessToken: string;
                        /** @description Send it with the next login on this device. It opens nothing by itself. */
                        readonly deviceToken?: string;
                        /** @description Seconds until the access token expires. */
                        readonly expiresIn: number;
                        readonly refreshToken: string;
                        /** @constant */
                        readonly tokenType: "Bearer";
                        /** User */
                        readonly user: {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly email: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly isAnonymous: boolean;
                            readonly isPremium: boolean;
                            readonly name: string;
                            readonly nativeLanguage: string | null;
                            readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                            readonly roles: readonly ("learner" | "author" | "admin")[];
                            readonly targetLanguage: string | null;
                            readonly timeZone: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        };
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-auth-audit": {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @example login.succeeded */
                            readonly action: string;
                            readonly detail: {
                                readonly [key: string]: string | number | boolean;
                            };
                            /** Format: uuid */
                            readonly id: string;
                            readonly network: string | null;
                            /** Format: date-time */
                            readonly occurredAt: string;
                            readonly sessionId: string | null;
                            readonly userId: string | null;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-email-change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @example ana@example.com */
                    readonly newEmail: string;
                    /** @description 10 to 128 characters of any kind. */
                    readonly password?: string;
                };
            };
        };
        readonly responses: {
            /** @description Accepted. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-email-change-confirm": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description From the link in the mail. */
                    readonly token: string;
                };
            };
        };
        readonly responses: {
            /** @description Changed. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-email-resend": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** Format: uuid */
                    readonly signupId: string;
                };
            };
        };
        readonly responses: {
            /** @description Accepted. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-email-verify": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description From the mail. */
                    readonly code: string;
                    /** Format: uuid */
                    readonly signupId: string;
                } | {
                    /** Format: uuid */
                    readonly signupId: string;
                    /** @description From the link in the mail. */
                    readonly token: string;
                } | {
                    /** @description 10 to 128 characters of any kind. */
                    readonly password: string;
                    /** @description From the link in the mail. */
                    readonly token: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accessToken: string;
                        /** @description Send it with the next login on this device. It opens nothing by itself. */
                        readonly deviceToken?: string;
                        /** @description Seconds until the access token expires. */
                        readonly expiresIn: number;
                        readonly refreshToken: string;
                        /** @constant */
                        readonly tokenType: "Bearer";
                        /** User */
                        readonly user: {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly email: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly isAnonymous: boolean;
                            readonly isPremium: boolean;
                            readonly name: string;
                            readonly nativeLanguage: string | null;
                            readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                            readonly roles: readonly ("learner" | "author" | "admin")[];
                            readonly targetLanguage: string | null;
                            readonly timeZone: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        };
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description What the list of sessions calls this device; made from the User-Agent when left out. */
                    readonly deviceName?: string;
                    /** @description From an earlier login on this device; keeps others from locking you out. */
                    readonly deviceToken?: string;
                    /** @example ana@example.com */
                    readonly email: string;
                    /** @description 10 to 128 characters of any kind. */
                    readonly password: string;
                    /** @description Solution of the challenge in a proof_of_work_required answer. */
                    readonly proof?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accessToken: string;
                        /** @description Send it with the next login on this device. It opens nothing by itself. */
                        readonly deviceToken?: string;
                        /** @description Seconds until the access token expires. */
                        readonly expiresIn: number;
                        readonly refreshToken: string;
                        /** @constant */
                        readonly tokenType: "Bearer";
                        /** User */
                        readonly user: {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly email: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly isAnonymous: boolean;
                            readonly isPremium: boolean;
                            readonly name: string;
                            readonly nativeLanguage: string | null;
                            readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                            readonly roles: readonly ("learner" | "author" | "admin")[];
                            readonly targetLanguage: string | null;
                            readonly timeZone: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly challengeToken: string;
                        /** @description Seconds within which the second factor has to follow. */
                        readonly expiresIn: number;
                        /**
                         * @example [
                         *       "totp",
                         *       "recovery",
                         *       "passkey"
                         *     ]
                         */
                        readonly methods: readonly string[];
                        /** @constant */
                        readonly status: "mfa_required";
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-logout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly refreshToken?: string;
                } | null;
            };
        };
        readonly responses: {
            /** @description Logged out. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-mfa-recovery-codes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 10 to 128 characters of any kind. */
                    readonly password?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly recoveryCodes: readonly string[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-mfa-totp-activate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description From the authenticator app. */
                    readonly code: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly recoveryCodes: readonly string[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-mfa-totp-disable": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description From the authenticator app. */
                    readonly code: string;
                    /** @description 10 to 128 characters of any kind. */
                    readonly password?: string;
                } | {
                    /** @description 10 to 128 characters of any kind. */
                    readonly password?: string;
                    /** @description One of the recovery codes. */
                    readonly recoveryCode: string;
                };
            };
        };
        readonly responses: {
            /** @description Switched off. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-mfa-totp-enroll": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 10 to 128 characters of any kind. */
                    readonly password?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description To be typed into the app. */
                        readonly secret: string;
                        /** @description To be shown as a QR code. */
                        readonly url: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-mfa-verify": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description From the link in the mail. */
                    readonly challengeToken: string;
                    /** @description From the authenticator app. */
                    readonly code: string;
                } | {
                    /** @description From the link in the mail. */
                    readonly challengeToken: string;
                    /** @description One of the recovery codes. */
                    readonly recoveryCode: string;
                } | {
                    /** @description From the link in the mail. */
                    readonly challengeToken: string;
                    readonly passkey: {
                        readonly clientExtensionResults: Record<string, never>;
                        readonly id: string;
                        readonly rawId: string;
                        readonly response: {
                            readonly authenticatorData: string;
                            readonly clientDataJSON: string;
                            readonly signature: string;
                            readonly userHandle?: string;
                        };
                        /** @constant */
                        readonly type: "public-key";
                    };
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accessToken: string;
                        /** @description Send it with the next login on this device. It opens nothing by itself. */
                        readonly deviceToken?: string;
                        /** @description Seconds until the access token expires. */
                        readonly expiresIn: number;
                        readonly refreshToken: string;
                        /** @constant */
                        readonly tokenType: "Bearer";
                        /** User */
                        readonly user: {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly email: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly isAnonymous: boolean;
                            readonly isPremium: boolean;
                            readonly name: string;
                            readonly nativeLanguage: string | null;
                            readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                            readonly roles: readonly ("learner" | "author" | "admin")[];
                            readonly targetLanguage: string | null;
                            readonly timeZone: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        };
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-oidc-provider-finish": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly provider: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly code: string;
                    readonly flowToken: string;
                    readonly iss?: string;
                    readonly state: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accessToken: string;
                        /** @description Send it with the next login on this device. It opens nothing by itself. */
                        readonly deviceToken?: string;
                        /** @description Seconds until the access token expires. */
                        readonly expiresIn: number;
                        readonly refreshToken: string;
                        /** @constant */
                        readonly tokenType: "Bearer";
                        /** User */
                        readonly user: {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly email: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly isAnonymous: boolean;
                            readonly isPremium: boolean;
                            readonly name: string;
                            readonly nativeLanguage: string | null;
                            readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                            readonly roles: readonly ("learner" | "author" | "admin")[];
                            readonly targetLanguage: string | null;
                            readonly timeZone: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly challengeToken: string;
                        /** @description Seconds within which the second factor has to follow. */
                        readonly expiresIn: number;
                        /**
                         * @example [
                         *       "totp",
                         *       "recovery",
                         *       "passkey"
                         *     ]
                         */
                        readonly methods: readonly string[];
                        /** @constant */
                        readonly status: "mfa_required";
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-oidc-provider-start": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly provider: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly redirectUri: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Where to send the person. */
                        readonly authorizationUrl: string;
                        /** @description Keep it until the person is back. */
                        readonly flowToken: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-auth-passkeys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly id: string;
                            readonly label: string;
                            readonly lastUsedAt: string | null;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-passkeys-login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly response: {
                        readonly clientExtensionResults: Record<string, never>;
                        readonly id: string;
                        readonly rawId: string;
                        readonly response: {
                            readonly authenticatorData: string;
                            readonly clientDataJSON: string;
                            readonly signature: string;
                            readonly userHandle?: string;
                        };
                        /** @constant */
                        readonly type: "public-key";
                    };
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accessToken: string;
                        /** @description Send it with the next login on this device. It opens nothing by itself. */
                        readonly deviceToken?: string;
                        /** @description Seconds until the access token expires. */
                        readonly expiresIn: number;
                        readonly refreshToken: string;
                        /** @constant */
                        readonly tokenType: "Bearer";
                        /** User */
                        readonly user: {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly email: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly isAnonymous: boolean;
                            readonly isPremium: boolean;
                            readonly name: string;
                            readonly nativeLanguage: string | null;
                            readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                            readonly roles: readonly ("learner" | "author" | "admin")[];
                            readonly targetLanguage: string | null;
                            readonly timeZone: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        };
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-passkeys-login-options": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
        };
    };
    readonly "post-auth-passkeys-register": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly label: string;
                    readonly response: {
                        readonly clientExtensionResults: Record<string, never>;
                        readonly id: string;
                        readonly rawId: string;
                        readonly response: {
                            readonly attestationObject: string;
                            readonly clientDataJSON: string;
                        };
                        /** @constant */
                        readonly type: "public-key";
                    };
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-passkeys-register-options": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 10 to 128 characters of any kind. */
                    readonly password?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-passkeys-remove": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly id: string;
                    /** @description 10 to 128 characters of any kind. */
                    readonly password?: string;
                };
            };
        };
        readonly responses: {
            /** @description Removed. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-password-change": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 10 to 128 characters of any kind. */
                    readonly currentPassword: string;
                    /** @description 10 to 128 characters of any kind. */
                    readonly newPassword: string;
                };
            };
        };
        readonly responses: {
            /** @description Changed. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-password-forgot": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @example ana@example.com */
                    readonly email: string;
                };
            };
        };
        readonly responses: {
            /** @description Accepted. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-password-reset": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 10 to 128 characters of any kind. */
                    readonly newPassword: string;
                    /** @description From the link in the mail. */
                    readonly token: string;
                };
            };
        };
        readonly responses: {
            /** @description Set. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly refreshToken: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accessToken: string;
                        /** @description Send it with the next login on this device. It opens nothing by itself. */
                        readonly deviceToken?: string;
                        /** @description Seconds until the access token expires. */
                        readonly expiresIn: number;
                        readonly refreshToken: string;
                        /** @constant */
                        readonly tokenType: "Bearer";
                        /** User */
                        readonly user: {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly email: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly isAnonymous: boolean;
                            readonly isPremium: boolean;
                            readonly name: string;
                            readonly nativeLanguage: string | null;
                            readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                            readonly roles: readonly ("learner" | "author" | "admin")[];
                            readonly targetLanguage: string | null;
                            readonly timeZone: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        };
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-auth-sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** @example Firefox on Linux */
                            readonly deviceLabel: string;
                            /** Format: date-time */
                            readonly expiresAt: string;
                            /** Format: uuid */
                            readonly id: string;
                            /** @description Whether this is the session that asks. */
                            readonly isCurrent: boolean;
                            /** Format: date-time */
                            readonly lastUsedAt: string;
                            /** @description Network of the last login; not the full address. */
                            readonly network: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "delete-auth-sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Ended. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "delete-auth-sessions-sessionId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Ended. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-sessions-revoke-others": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Ended. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-signup": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description What the list of sessions calls this device; made from the User-Agent when left out. */
                    readonly deviceName?: string;
                    /** @example ana@example.com */
                    readonly email: string;
                    /** @description How the person wants to be called. */
                    readonly name: string;
                    readonly nativeLanguage?: string | null;
                    /** @description 10 to 128 characters of any kind. */
                    readonly password: string;
                    readonly proficiencyLevel?: ("beginner" | "intermediate" | "advanced") | null;
                    readonly targetLanguage?: string | null;
                    /** @example Europe/Madrid */
                    readonly timeZone?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accessToken: string;
                        /** @description Send it with the next login on this device. It opens nothing by itself. */
                        readonly deviceToken?: string;
                        /** @description Seconds until the access token expires. */
                        readonly expiresIn: number;
                        readonly refreshToken: string;
                        /** @constant */
                        readonly tokenType: "Bearer";
                        /** User */
                        readonly user: {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly email: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly isAnonymous: boolean;
                            readonly isPremium: boolean;
                            readonly name: string;
                            readonly nativeLanguage: string | null;
                            readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                            readonly roles: readonly ("learner" | "author" | "admin")[];
                            readonly targetLanguage: string | null;
                            readonly timeZone: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Seconds within which the address has to be proven. */
                        readonly expiresIn: number;
                        /** Format: uuid */
                        readonly signupId: string;
                        /** @constant */
                        readonly status: "verification_required";
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-auth-upgrade": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description What the list of sessions calls this device; made from the User-Agent when left out. */
                    readonly deviceName?: string;
                    /** @example ana@example.com */
                    readonly email: string;
                    /** @description How the person wants to be called. */
                    readonly name: string;
                    readonly nativeLanguage?: string | null;
                    /** @description 10 to 128 characters of any kind. */
                    readonly password: string;
                    readonly proficiencyLevel?: ("beginner" | "intermediate" | "advanced") | null;
                    readonly targetLanguage?: string | null;
                    /** @example Europe/Madrid */
                    readonly timeZone?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accessToken: string;
                        /** @description Send it with the next login on this device. It opens nothing by itself. */
                        readonly deviceToken?: string;
                        /** @description Seconds until the access token expires. */
                        readonly expiresIn: number;
                        readonly refreshToken: string;
                        /** @constant */
                        readonly tokenType: "Bearer";
                        /** User */
                        readonly user: {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly email: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly isAnonymous: boolean;
                            readonly isPremium: boolean;
                            readonly name: string;
                            readonly nativeLanguage: string | null;
                            readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                            readonly roles: readonly ("learner" | "author" | "admin")[];
                            readonly targetLanguage: string | null;
                            readonly timeZone: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        };
                    };
                };
            };
            /** @description Default Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Seconds within which the address has to be proven. */
                        readonly expiresIn: number;
                        /** Format: uuid */
                        readonly signupId: string;
                        /** @constant */
                        readonly status: "verification_required";
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-chat-quota": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description Whether the AI answers another message today; the coach always does. */
                        readonly canSend: boolean;
                        readonly limit: number | null;
                        /** @description Messages left today; -1 means without limit. */
                        readonly messagesLeft: number;
                        /** Format: date-time */
                        readonly resetsAt: string;
                        readonly used: number;
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-chat-starters": {
        readonly parameters: {
            readonly query?: {
                readonly courseId?: string;
                readonly language?: string;
                readonly level?: "beginner" | "intermediate" | "advanced";
                readonly topic?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly language: string;
                        readonly starters: readonly {
                            readonly text: string;
                            readonly topic: string;
                            readonly translation: string;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-chat-threads": {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: uuid */
                            readonly courseId: string;
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly title: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-chat-threads": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Id or slug of a course. */
                    readonly courseId?: string;
                    readonly title?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly courseId: string;
                        /** Format: date-time */
                        readonly createdAt: string;
                        /** Format: uuid */
                        readonly id: string;
                        readonly title: string;
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-chat-threads-threadId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly threadId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly courseId: string;
                        /** Format: date-time */
                        readonly createdAt: string;
                        /** Format: uuid */
                        readonly id: string;
                        readonly messages: readonly {
                            readonly corrections: readonly {
                                readonly corrected: string;
                                readonly explanation: string;
                                readonly kind: string;
                                readonly original: string;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** @description True when the coach answered, without AI. */
                            readonly degraded: boolean;
                            /** @enum {string} */
                            readonly degradedReason?: "away" | "quota";
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly role: "learner" | "tutor";
                            /** @description True when the learner stopped the answer: only its beginning is here. */
                            readonly stopped: boolean;
                            readonly suggestions: readonly string[];
                            readonly text: string;
                            readonly translation?: string;
                        }[];
                        readonly title: string;
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "delete-chat-threads-threadId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly threadId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Deleted */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "patch-chat-threads-threadId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly threadId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly title: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly courseId: string;
                        /** Format: date-time */
                        readonly createdAt: string;
                        /** Format: uuid */
                        readonly id: string;
                        readonly title: string;
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-chat-threads-threadId-messages": {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly threadId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly corrections: readonly {
                                readonly corrected: string;
                                readonly explanation: string;
                                readonly kind: string;
                                readonly original: string;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** @description True when the coach answered, without AI. */
                            readonly degraded: boolean;
                            /** @enum {string} */
                            readonly degradedReason?: "away" | "quota";
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly role: "learner" | "tutor";
                            /** @description True when the learner stopped the answer: only its beginning is here. */
                            readonly stopped: boolean;
                            readonly suggestions: readonly string[];
                            readonly text: string;
                            readonly translation?: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-chat-threads-threadId-messages": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly threadId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * Format: uuid
                     * @description Sending the same id again gives the same answer.
                     */
                    readonly clientEventId?: string;
                    readonly text: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly corrections: readonly {
                            readonly corrected: string;
                            readonly explanation: string;
                            readonly kind: string;
                            readonly original: string;
                        }[];
                        readonly degraded: boolean;
                        readonly message: {
                            readonly corrections: readonly {
                                readonly corrected: string;
                                readonly explanation: string;
                                readonly kind: string;
                                readonly original: string;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** @description True when the coach answered, without AI. */
                            readonly degraded: boolean;
                            /** @enum {string} */
                            readonly degradedReason?: "away" | "quota";
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly role: "learner" | "tutor";
                            /** @description True when the learner stopped the answer: only its beginning is here. */
                            readonly stopped: boolean;
                            readonly suggestions: readonly string[];
                            readonly text: string;
                            readonly translation?: string;
                        };
                        readonly reply: string;
                        readonly suggestions: readonly string[];
                        readonly translation?: string;
                        readonly userMessage: {
                            readonly corrections: readonly {
                                readonly corrected: string;
                                readonly explanation: string;
                                readonly kind: string;
                                readonly original: string;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** @description True when the coach answered, without AI. */
                            readonly degraded: boolean;
                            /** @enum {string} */
                            readonly degradedReason?: "away" | "quota";
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly role: "learner" | "tutor";
                            /** @description True when the learner stopped the answer: only its beginning is here. */
                            readonly stopped: boolean;
                            readonly suggestions: readonly string[];
                            readonly text: string;
                            readonly translation?: string;
                        };
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-chat-threads-threadId-messages-messageId-corrections-position-accept": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly messageId: string;
                readonly position: number;
                readonly threadId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly courseId: string;
                        /** Format: uuid */
                        readonly itemId: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-chat-threads-threadId-messages-messageId-reply": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly messageId: string;
                readonly threadId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly corrections: readonly {
                            readonly corrected: string;
                            readonly explanation: string;
                            readonly kind: string;
                            readonly original: string;
                        }[];
                        readonly degraded: boolean;
                        readonly message: {
                            readonly corrections: readonly {
                                readonly corrected: string;
                                readonly explanation: string;
                                readonly kind: string;
                                readonly original: string;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** @description True when the coach answered, without AI. */
                            readonly degraded: boolean;
                            /** @enum {string} */
                            readonly degradedReason?: "away" | "quota";
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly role: "learner" | "tutor";
                            /** @description True when the learner stopped the answer: only its beginning is here. */
                            readonly stopped: boolean;
                            readonly suggestions: readonly string[];
                            readonly text: string;
                            readonly translation?: string;
                        };
                        readonly reply: string;
                        readonly suggestions: readonly string[];
                        readonly translation?: string;
                        readonly userMessage: {
                            readonly corrections: readonly {
                                readonly corrected: string;
                                readonly explanation: string;
                                readonly kind: string;
                                readonly original: string;
                            }[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** @description True when the coach answered, without AI. */
                            readonly degraded: boolean;
                            /** @enum {string} */
                            readonly degradedReason?: "away" | "quota";
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly role: "learner" | "tutor";
                            /** @description True when the learner stopped the answer: only its beginning is here. */
                            readonly stopped: boolean;
                            readonly suggestions: readonly string[];
                            readonly text: string;
                            readonly translation?: string;
                        };
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "delete-chat-threads-threadId-messages-messageId-reply": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly messageId: string;
                readonly threadId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Stopped, or nothing to stop */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-courses": {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly limit?: number;
                /** @description Language of the learner, BCP 47. */
                readonly source?: string;
                /** @description Language to learn, BCP 47. */
                readonly target?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly attribution: string;
                            readonly cefr: readonly string[];
                            readonly description: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly lessonCount: number;
                            readonly licence: {
                                readonly name: string;
                                readonly url?: string;
                            };
                            readonly slug: string;
                            readonly sourceLanguage: string;
                            readonly targetLanguage: string;
                            readonly title: string;
                            /** Format: date-time */
                            readonly updatedAt: string;
                            readonly version: number;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-courses-courseId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the course, or its slug such as es-from-en. */
                readonly courseId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly attribution: string;
                        readonly cefr: readonly string[];
                        readonly description: string;
                        /** Format: uuid */
                        readonly id: string;
                        readonly lessonCount: number;
                        readonly licence: {
                            readonly name: string;
                            readonly url?: string;
                        };
                        readonly slug: string;
                        readonly sourceLanguage: string;
                        readonly targetLanguage: string;
                        readonly title: string;
                        readonly units: readonly {
                            readonly cefr: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly key: string;
                            readonly notes?: string;
                            readonly skills: readonly {
                                /** Format: uuid */
                                readonly id: string;
                                readonly intro?: string;
                                readonly key: string;
                                readonly lessons: readonly {
                                    /** Format: uuid */
                                    readonly id: string;
                                    readonly key: string;
                                    readonly title: string;
                                }[];
                                readonly title: string;
                            }[];
                            readonly title: string;
                        }[];
                        /** Format: date-time */
                        readonly updatedAt: string;
                        readonly version: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "put-courses-courseId-enrolment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the course, or its slug such as es-from-en. */
                readonly courseId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Enrolled. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "delete-courses-courseId-enrolment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the course, or its slug such as es-from-en. */
                readonly courseId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Left. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-courses-courseId-lessons": {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path: {
                /** @description Id of the course, or its slug such as es-from-en. */
                readonly courseId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: uuid */
                            readonly courseId: string;
                            readonly estimatedMinutes: number;
                            /** Format: uuid */
                            readonly id: string;
                            readonly itemCount: number;
                            readonly key: string;
                            readonly position: number;
                            readonly skill: {
                                /** Format: uuid */
                                readonly id: string;
                                readonly title: string;
                            };
                            readonly title: string;
                            readonly unit: {
                                readonly cefr: string;
                                /** Format: uuid */
                                readonly id: string;
                                readonly title: string;
                            };
                            readonly xpReward: number;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-courses-courseId-reports": {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly status?: "open" | "accepted" | "rejected";
            };
            readonly header?: never;
            readonly path: {
                readonly courseId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly answer: string;
                            readonly direction: string;
                            readonly expected: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly prompt: string;
                            readonly reporters: number;
                            /** @enum {string} */
                            readonly status: "open" | "accepted" | "rejected";
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "put-courses-courseId-reports-reportId-decision": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly courseId: string;
                readonly reportId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly status: "accepted" | "rejected";
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description How many attempts became right. */
                        readonly regraded: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-dialogues-scenes": {
        readonly parameters: {
            readonly query?: {
                /** @description Id or slug of a course. */
                readonly courseId?: string;
                readonly topicId?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: uuid */
                            readonly courseId: string;
                            readonly goal: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly keyPhrases: readonly string[];
                            readonly language: string;
                            /** @description The first line of the scene. */
                            readonly opening: string;
                            readonly title: string;
                            /** Format: uuid */
                            readonly topicId: string;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-dialogues-scenes-sceneId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sceneId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly courseId: string;
                        readonly goal: string;
                        /** Format: uuid */
                        readonly id: string;
                        readonly keyPhrases: readonly string[];
                        readonly language: string;
                        /** @description The first line of the scene. */
                        readonly opening: string;
                        readonly title: string;
                        /** Format: uuid */
                        readonly topicId: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-dialogues-score": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly goal: string;
                    readonly language: string;
                    readonly text: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly feedback: string;
                        readonly semantic: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-dialogues-sessions": {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @enum {string} */
                            readonly difficulty: "beginner" | "intermediate" | "advanced";
                            /** @description When to play the scene again. */
                            readonly dueAt: string | null;
                            readonly endedAt: string | null;
                            readonly goalReached: boolean;
                            /** Format: uuid */
                            readonly id: string;
                            /** Format: uuid */
                            readonly sceneId: string;
                            /** Format: date-time */
                            readonly startedAt: string;
                            /** @enum {string} */
                            readonly state: "open" | "ended";
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-dialogues-sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {string} */
                    readonly difficulty?: "beginner" | "intermediate" | "advanced";
                    /** Format: uuid */
                    readonly sceneId: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly averages: {
                            readonly accuracy: number;
                            readonly combined: number;
                            readonly fluency: number;
                            readonly semantic: number;
                        } | null;
                        /** @enum {string} */
                        readonly difficulty: "beginner" | "intermediate" | "advanced";
                        /** @description When to play the scene again. */
                        readonly dueAt: string | null;
                        readonly endedAt: string | null;
                        readonly goalReached: boolean;
                        readonly hint?: string;
                        /** Format: uuid */
                        readonly id: string;
                        /** Format: uuid */
                        readonly sceneId: string;
                        /** Format: date-time */
                        readonly startedAt: string;
                        /** @enum {string} */
                        readonly state: "open" | "ended";
                        readonly turns: readonly {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly n: number;
                            /** @enum {string} */
                            readonly role: "partner" | "learner";
                            readonly score?: {
                                readonly accuracy: number;
                                /** @description False when the same line is asked for once more. */
                                readonly advances: boolean;
                                /** @description Edits per letter between the nearest key phrase and what was said. */
                                readonly cer: number;
                                readonly combined: number;
                                readonly feedback: string;
                                readonly fluency: number;
                                readonly keywordsHit: readonly string[];
                                readonly semantic: number;
                                /** @enum {string} */
                                readonly semanticSource: "ai" | "coverage";
                                /** @description Word edits per word of the nearest reference. */
                                readonly wer: number;
                            };
                            readonly text: string;
                            readonly translation?: string;
                        }[];
                        readonly turnsLeft: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-dialogues-sessions-sessionId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly averages: {
                            readonly accuracy: number;
                            readonly combined: number;
                            readonly fluency: number;
                            readonly semantic: number;
                        } | null;
                        /** @enum {string} */
                        readonly difficulty: "beginner" | "intermediate" | "advanced";
                        /** @description When to play the scene again. */
                        readonly dueAt: string | null;
                        readonly endedAt: string | null;
                        readonly goalReached: boolean;
                        readonly hint?: string;
                        /** Format: uuid */
                        readonly id: string;
                        /** Format: uuid */
                        readonly sceneId: string;
                        /** Format: date-time */
                        readonly startedAt: string;
                        /** @enum {string} */
                        readonly state: "open" | "ended";
                        readonly turns: readonly {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly n: number;
                            /** @enum {string} */
                            readonly role: "partner" | "learner";
                            readonly score?: {
                                readonly accuracy: number;
                                /** @description False when the same line is asked for once more. */
                                readonly advances: boolean;
                                /** @description Edits per letter between the nearest key phrase and what was said. */
                                readonly cer: number;
                                readonly combined: number;
                                readonly feedback: string;
                                readonly fluency: number;
                                readonly keywordsHit: readonly string[];
                                readonly semantic: number;
                                /** @enum {string} */
                                readonly semanticSource: "ai" | "coverage";
                                /** @description Word edits per word of the nearest reference. */
                                readonly wer: number;
                            };
                            readonly text: string;
                            readonly translation?: string;
                        }[];
                        readonly turnsLeft: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-dialogues-sessions-sessionId-end": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly averages: {
                            readonly accuracy: number;
                            readonly combined: number;
                            readonly fluency: number;
                            readonly semantic: number;
                        } | null;
                        /** @enum {string} */
                        readonly difficulty: "beginner" | "intermediate" | "advanced";
                        /** @description When to play the scene again. */
                        readonly dueAt: string | null;
                        readonly endedAt: string | null;
                        readonly goalReached: boolean;
                        readonly hint?: string;
                        /** Format: uuid */
                        readonly id: string;
                        /** Format: uuid */
                        readonly sceneId: string;
                        /** Format: date-time */
                        readonly startedAt: string;
                        /** @enum {string} */
                        readonly state: "open" | "ended";
                        readonly turns: readonly {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly n: number;
                            /** @enum {string} */
                            readonly role: "partner" | "learner";
                            readonly score?: {
                                readonly accuracy: number;
                                /** @description False when the same line is asked for once more. */
                                readonly advances: boolean;
                                /** @description Edits per letter between the nearest key phrase and what was said. */
                                readonly cer: number;
                                readonly combined: number;
                                readonly feedback: string;
                                readonly fluency: number;
                                readonly keywordsHit: readonly string[];
                                readonly semantic: number;
                                /** @enum {string} */
                                readonly semanticSource: "ai" | "coverage";
                                /** @description Word edits per word of the nearest reference. */
                                readonly wer: number;
                            };
                            readonly text: string;
                            readonly translation?: string;
                        }[];
                        readonly turnsLeft: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-dialogues-sessions-sessionId-hint": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly hint: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-dialogues-sessions-sessionId-transcript": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly turns: readonly {
                            /** Format: date-time */
                            readonly createdAt: string;
                            readonly n: number;
                            /** @enum {string} */
                            readonly role: "partner" | "learner";
                            readonly score?: {
                                readonly accuracy: number;
                                /** @description False when the same line is asked for once more. */
                                readonly advances: boolean;
                                /** @description Edits per letter between the nearest key phrase and what was said. */
                                readonly cer: number;
                                readonly combined: number;
                                readonly feedback: string;
                                readonly fluency: number;
                                readonly keywordsHit: readonly string[];
                                readonly semantic: number;
                                /** @enum {string} */
                                readonly semanticSource: "ai" | "coverage";
                                /** @description Word edits per word of the nearest reference. */
                                readonly wer: number;
                            };
                            readonly text: string;
                            readonly translation?: string;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-dialogues-sessions-sessionId-turns": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** Format: uuid */
                    readonly clientEventId?: string;
                    readonly text: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly coachFeedback: string;
                        /** @description True when the meaning was judged without AI. */
                        readonly degraded: boolean;
                        readonly score: {
                            readonly accuracy: number;
                            /** @description False when the same line is asked for once more. */
                            readonly advances: boolean;
                            /** @description Edits per letter between the nearest key phrase and what was said. */
                            readonly cer: number;
                            readonly combined: number;
                            readonly feedback: string;
                            readonly fluency: number;
                            readonly keywordsHit: readonly string[];
                            readonly semantic: number;
                            /** @enum {string} */
                            readonly semanticSource: "ai" | "coverage";
                            /** @description Word edits per word of the nearest reference. */
                            readonly wer: number;
                        };
                        readonly session: {
                            readonly averages: {
                                readonly accuracy: number;
                                readonly combined: number;
                                readonly fluency: number;
                                readonly semantic: number;
                            } | null;
                            /** @enum {string} */
                            readonly difficulty: "beginner" | "intermediate" | "advanced";
                            /** @description When to play the scene again. */
                            readonly dueAt: string | null;
                            readonly endedAt: string | null;
                            readonly goalReached: boolean;
                            readonly hint?: string;
                            /** Format: uuid */
                            readonly id: string;
                            /** Format: uuid */
                            readonly sceneId: string;
                            /** Format: date-time */
                            readonly startedAt: string;
                            /** @enum {string} */
                            readonly state: "open" | "ended";
                            readonly turns: readonly {
                                /** Format: date-time */
                                readonly createdAt: string;
                                readonly n: number;
                                /** @enum {string} */
                                readonly role: "partner" | "learner";
                                readonly score?: {
                                    readonly accuracy: number;
                                    /** @description False when the same line is asked for once more. */
                                    readonly advances: boolean;
                                    /** @description Edits per letter between the nearest key phrase and what was said. */
                                    readonly cer: number;
                                    readonly combined: number;
                                    readonly feedback: string;
                                    readonly fluency: number;
                                    readonly keywordsHit: readonly string[];
                                    readonly semantic: number;
                                    /** @enum {string} */
                                    readonly semanticSource: "ai" | "coverage";
                                    /** @description Word edits per word of the nearest reference. */
                                    readonly wer: number;
                                };
                                readonly text: string;
                                readonly translation?: string;
                            }[];
                            readonly turnsLeft: number;
                        };
                        /** @description False for rude turns: they score nothing and leave no trace. */
                        readonly stored: boolean;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-dialogues-topics": {
        readonly parameters: {
            readonly query: {
                /** @description Id or slug of a course. */
                readonly courseId: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly cefr: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly scenes: number;
                            readonly title: string;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-exports-courses-courseId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly courseId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description text/csv, UTF-8 */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": string;
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-exports-me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: readonly unknown[];
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-exports-reviews-csv": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description text/csv, UTF-8 */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": string;
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-imports": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly attribution?: string;
                    /** @enum {string} */
                    readonly format: "csv" | "tatoeba";
                    readonly licence?: string;
                    readonly source: string;
                    readonly target: string;
                    /** @description The content of the file. */
                    readonly text: string;
                    readonly title: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly change: string | null;
                        readonly courseId: string | null;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly failure: string | null;
                        /** Format: uuid */
                        readonly id: string;
                        readonly items: number;
                        readonly lessons: number;
                        readonly progress: number;
                        /** @enum {string} */
                        readonly status: "queued" | "running" | "done" | "failed";
                        readonly warnings: readonly {
                            readonly file: string;
                            readonly line: number;
                            readonly message: string;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-imports-importId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly importId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly change: string | null;
                        readonly courseId: string | null;
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly failure: string | null;
                        /** Format: uuid */
                        readonly id: string;
                        readonly items: number;
                        readonly lessons: number;
                        readonly progress: number;
                        /** @enum {string} */
                        readonly status: "queued" | "running" | "done" | "failed";
                        readonly warnings: readonly {
                            readonly file: string;
                            readonly line: number;
                            readonly message: string;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-leaderboard": {
        readonly parameters: {
            readonly query?: {
                readonly courseId?: string;
                readonly limit?: number;
                readonly offset?: number;
                readonly period?: "week" | "month" | "all";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly hasMore: boolean;
                        readonly items: readonly {
                            readonly alias: string;
                            readonly isYou: boolean;
                            readonly rank: number;
                            readonly xp: number;
                        }[];
                        readonly period: string;
                        readonly total: number;
                        readonly window: string;
                        readonly you: {
                            readonly alias: string;
                            readonly isYou: boolean;
                            readonly rank: number;
                            readonly xp: number;
                        } | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-learn-target": {
        readonly parameters: {
            readonly query?: {
                readonly source?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly target: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly alphabet: readonly {
                            readonly example?: string;
                            readonly ipa?: string;
                            readonly letter: string;
                            readonly name?: string;
                        }[];
                        readonly commonWords: readonly {
                            readonly ipa?: string;
                            readonly reading?: string;
                            readonly source: string;
                            readonly target: string;
                        }[];
                        readonly courseId: string;
                        readonly numbers: readonly {
                            readonly reading?: string;
                            readonly target: string;
                            readonly value: number;
                        }[];
                        readonly phonics: readonly {
                            readonly examples?: readonly string[];
                            readonly explanation: string;
                            readonly ipa?: string;
                            readonly pattern: string;
                        }[];
                        readonly phrases: readonly {
                            readonly ipa?: string;
                            readonly reading?: string;
                            readonly source: string;
                            readonly target: string;
                        }[];
                        readonly source: string;
                        readonly target: string;
                        readonly tips: readonly {
                            readonly text: string;
                            readonly title?: string;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-lessons-lessonId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly lessonId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly courseId: string;
                        readonly estimatedMinutes: number;
                        readonly exerciseTypes: readonly string[];
                        /** Format: uuid */
                        readonly id: string;
                        readonly intro?: string;
                        readonly itemCount: number;
                        readonly key: string;
                        readonly position: number;
                        readonly skill: {
                            /** Format: uuid */
                            readonly id: string;
                            readonly title: string;
                        };
                        readonly title: string;
                        readonly unit: {
                            readonly cefr: string;
                            /** Format: uuid */
                            readonly id: string;
                            readonly title: string;
                        };
                        readonly unitNotes?: string;
                        readonly xpReward: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-onboarding": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Id or slug of the course to begin. */
                    readonly courseId: string;
                    readonly dialect?: string;
                    readonly focus?: {
                        readonly grammar: number;
                        readonly listening: number;
                        readonly reading: number;
                        readonly speaking: number;
                        readonly vocab: number;
                        readonly writing: number;
                    };
                    /** @enum {string} */
                    readonly goal: "conversation" | "exam" | "travel" | "business" | "heritage";
                    readonly interests?: readonly string[];
                    /** @enum {string} */
                    readonly level: "A0" | "A1" | "A2" | "B1" | "B2" | "C1" | "C2";
                    readonly minutesPerDay: number;
                    readonly notifyHourLocal?: number;
                    /** @enum {string} */
                    readonly pronunciationConfidence?: "low" | "medium" | "high";
                    readonly script?: string;
                    readonly timeZone?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly courseId: string;
                        readonly level: string;
                        readonly profile: {
                            readonly accessibility: {
                                readonly fontScale: number;
                                readonly highContrast: boolean;
                                readonly reducedMotion: boolean;
                                /** @enum {string} */
                                readonly theme: "system" | "light" | "dark";
                            };
                            readonly dailyGoalMinutes: number;
                            /** @description Hour at which the learner’s day begins. */
                            readonly dayStartHour: number;
                            readonly dialect: string | null;
                            readonly leaderboard: {
                                readonly alias: string | null;
                                readonly optOut: boolean;
                            };
                            readonly lessonPlan: {
                                readonly composition: {
                                    readonly grammar: number;
                                    readonly listening: number;
                                    readonly reading: number;
                                    readonly speaking: number;
                                    readonly vocab: number;
                                    readonly writing: number;
                                };
                                readonly microLessonMins: number;
                            };
                            readonly notifications: {
                                readonly enabled: boolean;
                                readonly hourLocal: number;
                            };
                            readonly personas: readonly string[];
                            readonly script: string | null;
                            readonly speech: {
                                /** @enum {string} */
                                readonly asrStrictness: "lenient" | "balanced" | "strict";
                                readonly pitch: number;
                                readonly rate: number;
                                readonly ttsVoice: string | null;
                            };
                            readonly srs: {
                                /** @description Spread cards that were learned together over neighbouring days. */
                                readonly balance: boolean;
                                /** @description Chance to remember at which a card falls due. */
                                readonly desiredRetention: number;
                                readonly newPerDay: number;
                                readonly reviewCap: number;
                            };
                        };
                        readonly startLessonId: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-onboarding-enrolments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: uuid */
                            readonly courseId: string;
                            /** Format: date-time */
                            readonly enrolledAt: string;
                            readonly level: string;
                            readonly slug: string;
                            readonly title: string;
                        }[];
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createSpeech: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly input: string;
                    /** @description Code such as es or es-MX */
                    readonly language?: string;
                    readonly model?: string;
                    readonly response_format?: "mp3" | "opus" | "aac" | "flac" | "wav" | "pcm";
                    readonly speed?: number;
                    readonly voice?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly createTranscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly createChatCompletion: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly max_completion_tokens?: number | null;
                    readonly max_tokens?: number | null;
                    readonly messages: readonly {
                        readonly content?: string | readonly ({
                            readonly text: string;
                            /** @constant */
                            readonly type: "text";
                        } | {
                            readonly image_url: {
                                readonly url: string;
                            };
                            /** @constant */
                            readonly type: "image_url";
                        })[] | null;
                        readonly role: "system" | "developer" | "user" | "assistant" | "tool";
                    }[];
                    readonly model: string;
                    readonly n?: number | null;
                    readonly response_format?: {
                        readonly type: string;
                    };
                    readonly stream?: boolean | null;
                    readonly stream_options?: {
                        readonly include_usage?: boolean;
                    } | null;
                    readonly tools?: readonly Record<string, never>[];
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly createImageEdit: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly createImage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly n?: 1 | null;
                    readonly prompt: string;
                    readonly response_format?: "b64_json" | null;
                    readonly size?: string | null;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readonly listModels: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly data: readonly {
                            readonly created: number;
                            readonly id: string;
                            /** @constant */
                            readonly object: "model";
                            readonly owned_by: string;
                        }[];
                        /** @constant */
                        readonly object: "list";
                    };
                };
            };
        };
    };
    readonly "post-practice-sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** Format: uuid */
                    readonly lessonId: string;
                    /**
                     * @description practice trains without completing the lesson and earns half
                     * @default lesson
                     * @enum {string}
                     */
                    readonly mode?: "lesson" | "practice";
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly exercises: readonly {
                            readonly choices?: readonly string[];
                            /** @enum {string} */
                            readonly direction: "to_target" | "to_source";
                            /** Format: uuid */
                            readonly id: string;
                            readonly ipa?: string;
                            readonly prompt: string;
                            readonly tokens?: readonly string[];
                            readonly translation?: string;
                            /** @enum {string} */
                            readonly type: "multiple_choice" | "match_pairs" | "gap_fill" | "translate" | "word_order" | "listening" | "speaking";
                        }[];
                        /** Format: uuid */
                        readonly id: string;
                        /** Format: uuid */
                        readonly lessonId: string;
                        readonly maxRetries: number;
                        readonly mode: string;
                        readonly preset: string;
                        /** Format: date-time */
                        readonly startedAt: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-practice-sessions-sessionId-answers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly answer: string;
                    /**
                     * Format: uuid
                     * @description Made by the client; sending it again has no second effect.
                     */
                    readonly clientEventId: string;
                    /** Format: uuid */
                    readonly exerciseId: string;
                    readonly latencyMs?: number;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly correct: boolean;
                        readonly diff: readonly {
                            readonly expected?: string;
                            readonly given?: string;
                            /** @enum {string} */
                            readonly kind: "same" | "accent" | "typo" | "wrong" | "missing" | "extra";
                        }[];
                        /** @description True when this clientEventId had been received before. */
                        readonly duplicate: boolean;
                        readonly expected: string;
                        readonly note?: string;
                        readonly retriesLeft: number;
                        /** @enum {string} */
                        readonly verdict: "exact" | "accent" | "typo" | "wrong_word" | "wrong";
                        readonly xp: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-practice-sessions-sessionId-finish": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly answered: number;
                        /** @description True when every exercise was answered. */
                        readonly completed: boolean;
                        readonly correct: number;
                        readonly level: {
                            readonly change: "up" | "down" | null;
                            readonly preset: string;
                        };
                        readonly score: number;
                        /** Format: uuid */
                        readonly sessionId: string;
                        readonly streak: {
                            readonly activeToday: boolean;
                            readonly current: number;
                            readonly freezesLeft: number;
                            readonly longest: number;
                        };
                        readonly total: number;
                        readonly totalXp: number;
                        readonly xp: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-practice-sessions-sessionId-reports": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly sessionId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** Format: uuid */
                    readonly clientEventId: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly id: string;
                        /** @enum {string} */
                        readonly status: "open" | "accepted" | "rejected";
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-preferences": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly profile: {
                            readonly accessibility: {
                                readonly fontScale: number;
                                readonly highContrast: boolean;
                                readonly reducedMotion: boolean;
                                /** @enum {string} */
                                readonly theme: "system" | "light" | "dark";
                            };
                            readonly dailyGoalMinutes: number;
                            /** @description Hour at which the learner’s day begins. */
                            readonly dayStartHour: number;
                            readonly dialect: string | null;
                            readonly leaderboard: {
                                readonly alias: string | null;
                                readonly optOut: boolean;
                            };
                            readonly lessonPlan: {
                                readonly composition: {
                                    readonly grammar: number;
                                    readonly listening: number;
                                    readonly reading: number;
                                    readonly speaking: number;
                                    readonly vocab: number;
                                    readonly writing: number;
                                };
                                readonly microLessonMins: number;
                            };
                            readonly notifications: {
                                readonly enabled: boolean;
                                readonly hourLocal: number;
                            };
                            readonly personas: readonly string[];
                            readonly script: string | null;
                            readonly speech: {
                                /** @enum {string} */
                                readonly asrStrictness: "lenient" | "balanced" | "strict";
                                readonly pitch: number;
                                readonly rate: number;
                                readonly ttsVoice: string | null;
                            };
                            readonly srs: {
                                /** @description Spread cards that were learned together over neighbouring days. */
                                readonly balance: boolean;
                                /** @description Chance to remember at which a card falls due. */
                                readonly desiredRetention: number;
                                readonly newPerDay: number;
                                readonly reviewCap: number;
                            };
                        };
                        readonly updatedAt: string | null;
                    };
                };
            };
            /** @description Unchanged. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "patch-preferences": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description Any part of a profile; what is left out stays as it is. */
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly [key: string]: unknown;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly profile: {
                            readonly accessibility: {
                                readonly fontScale: number;
                                readonly highContrast: boolean;
                                readonly reducedMotion: boolean;
                                /** @enum {string} */
                                readonly theme: "system" | "light" | "dark";
                            };
                            readonly dailyGoalMinutes: number;
                            /** @description Hour at which the learner’s day begins. */
                            readonly dayStartHour: number;
                            readonly dialect: string | null;
                            readonly leaderboard: {
                                readonly alias: string | null;
                                readonly optOut: boolean;
                            };
                            readonly lessonPlan: {
                                readonly composition: {
                                    readonly grammar: number;
                                    readonly listening: number;
                                    readonly reading: number;
                                    readonly speaking: number;
                                    readonly vocab: number;
                                    readonly writing: number;
                                };
                                readonly microLessonMins: number;
                            };
                            readonly notifications: {
                                readonly enabled: boolean;
                                readonly hourLocal: number;
                            };
                            readonly personas: readonly string[];
                            readonly script: string | null;
                            readonly speech: {
                                /** @enum {string} */
                                readonly asrStrictness: "lenient" | "balanced" | "strict";
                                readonly pitch: number;
                                readonly rate: number;
                                readonly ttsVoice: string | null;
                            };
                            readonly srs: {
                                /** @description Spread cards that were learned together over neighbouring days. */
                                readonly balance: boolean;
                                /** @description Chance to remember at which a card falls due. */
                                readonly desiredRetention: number;
                                readonly newPerDay: number;
                                readonly reviewCap: number;
                            };
                        };
                        readonly updatedAt: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition failed */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition required */
            readonly 428: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-progress": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly courses: readonly {
                            /** Format: uuid */
                            readonly courseId: string;
                            readonly lessonsCompleted: number;
                            readonly lessonsTotal: number;
                            readonly slug: string;
                            readonly title: string;
                            readonly xp: number;
                        }[];
                        /** @description The learner’s calendar day. */
                        readonly day: string;
                        readonly streak: {
                            readonly activeToday: boolean;
                            readonly current: number;
                            readonly freezesLeft: number;
                            readonly longest: number;
                        };
                        readonly timeZone: string;
                        readonly today: {
                            readonly answers: number;
                            readonly correctAnswers: number;
                            readonly lessons: number;
                            readonly reviews: number;
                            readonly xp: number;
                        };
                        readonly totals: {
                            readonly accuracy: number;
                            readonly answers: number;
                            readonly correctAnswers: number;
                            readonly lessonsCompleted: number;
                        };
                        readonly xp: {
                            readonly today: number;
                            readonly total: number;
                        };
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-progress-achievements": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly earnedAt: string | null;
                            readonly goal: number;
                            readonly key: string;
                            readonly progress: number;
                            readonly title: string;
                            readonly xp: number;
                        }[];
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-progress-challenge": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly day: string;
                        readonly tasks: readonly {
                            readonly done: boolean;
                            readonly goal: number;
                            readonly key: string;
                            readonly progress: number;
                            readonly title: string;
                            readonly xp: number;
                        }[];
                        readonly totalXp: number;
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-pronunciation": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description The recording in base64. */
                    readonly audioData: string;
                    readonly language: string;
                    readonly targetText: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly accuracy: number;
                        readonly completeness: number;
                        /**
                         * @description The recogniser tells no confidence; 0.9 is assumed.
                         * @constant
                         */
                        readonly confidenceSource: "none";
                        /**
                         * @description Speech recognition corrects what it hears: this is no measurement.
                         * @constant
                         */
                        readonly estimate: true;
                        readonly fluency: number;
                        readonly ipa?: string;
                        readonly overall: number;
                        readonly passed: boolean;
                        /** @description From the learner’s preferences. */
                        readonly strictness: string;
                        readonly transcript: string;
                        readonly words: readonly {
                            readonly accuracy: number;
                            /** @enum {string} */
                            readonly error: "None" | "Omission" | "Insertion" | "Mispronunciation";
                            readonly heard?: string;
                            readonly ipa?: string;
                            readonly word: string;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-reviews": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly events: readonly {
                        /** Format: uuid */
                        readonly cardId: string;
                        /**
                         * Format: uuid
                         * @description Made by the client; sending it again has no second effect.
                         */
                        readonly clientEventId: string;
                        readonly deviceId?: string;
                        readonly latencyMs?: number;
                        /** @description 1 again, 2 hard, 3 good, 4 easy */
                        readonly rating: number;
                        /** Format: date-time */
                        readonly reviewedAt: string;
                    }[];
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly results: readonly {
                            readonly clientEventId: string;
                            /** Format: date-time */
                            readonly due?: string;
                            /** @enum {string} */
                            readonly reason?: "unknown_card" | "clock_skew";
                            /** @enum {string} */
                            readonly status: "accepted" | "duplicate" | "rejected";
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-reviews-cardId-answers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly cardId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly answer: string;
                    /**
                     * Format: uuid
                     * @description Made by the client; sending it again has no second effect.
                     */
                    readonly clientEventId: string;
                    readonly latencyMs?: number;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly card: {
                            /** Format: uuid */
                            readonly courseId: string;
                            readonly difficulty: number;
                            /** @enum {string} */
                            readonly direction: "to_target" | "to_source";
                            readonly due: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly lapses: number;
                            readonly lastReview: string | null;
                            readonly reps: number;
                            readonly scheduledDays: number;
                            readonly stability: number;
                            /** @enum {string} */
                            readonly state: "new" | "learning" | "review" | "relearning";
                            readonly suspended: boolean;
                        };
                        readonly correct: boolean;
                        readonly diff: readonly {
                            readonly expected?: string;
                            readonly given?: string;
                            /** @enum {string} */
                            readonly kind: "same" | "accent" | "typo" | "wrong" | "missing" | "extra";
                        }[];
                        readonly duplicate: boolean;
                        readonly expected: string;
                        readonly rating: number;
                        /** @enum {string} */
                        readonly verdict: "exact" | "accent" | "typo" | "wrong_word" | "wrong";
                        readonly xp: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-reviews-cards-cardId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly cardId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly courseId: string;
                        readonly difficulty: number;
                        /** @enum {string} */
                        readonly direction: "to_target" | "to_source";
                        readonly due: string | null;
                        /** Format: uuid */
                        readonly id: string;
                        readonly lapses: number;
                        readonly lastReview: string | null;
                        readonly log: readonly {
                            /** Format: uuid */
                            readonly clientEventId: string;
                            readonly day: string;
                            readonly rating: number;
                            /** Format: date-time */
                            readonly reviewedAt: string;
                        }[];
                        readonly reps: number;
                        readonly scheduledDays: number;
                        readonly stability: number;
                        /** @enum {string} */
                        readonly state: "new" | "learning" | "review" | "relearning";
                        readonly suspended: boolean;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "patch-reviews-cards-cardId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly cardId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly suspended: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: uuid */
                        readonly courseId: string;
                        readonly difficulty: number;
                        /** @enum {string} */
                        readonly direction: "to_target" | "to_source";
                        readonly due: string | null;
                        /** Format: uuid */
                        readonly id: string;
                        readonly lapses: number;
                        readonly lastReview: string | null;
                        readonly reps: number;
                        readonly scheduledDays: number;
                        readonly stability: number;
                        /** @enum {string} */
                        readonly state: "new" | "learning" | "review" | "relearning";
                        readonly suspended: boolean;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-reviews-due": {
        readonly parameters: {
            readonly query?: {
                readonly courseId?: string;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** Format: uuid */
                            readonly courseId: string;
                            readonly difficulty: number;
                            /** @enum {string} */
                            readonly direction: "to_target" | "to_source";
                            readonly due: string | null;
                            /** Format: uuid */
                            readonly id: string;
                            readonly ipa?: string;
                            readonly lapses: number;
                            readonly lastReview: string | null;
                            /** @description What is asked; the answer never leaves the server. */
                            readonly prompt: string;
                            readonly reps: number;
                            readonly scheduledDays: number;
                            readonly stability: number;
                            /** @enum {string} */
                            readonly state: "new" | "learning" | "review" | "relearning";
                            readonly suspended: boolean;
                        }[];
                        readonly newLeft: number;
                        readonly nextDueAt: string | null;
                        readonly reviewsLeft: number;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly transcribeRecording4: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly language: string;
                        readonly text: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSpeechHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description configured or not_configured */
                        readonly ai: string;
                        /** @description Path below which this service answers */
                        readonly base: string;
                        readonly capabilities: readonly string[];
                        /** @description False while an upstream is configured and none can be used */
                        readonly ok: boolean;
                        readonly upstreams: readonly {
                            readonly breakers: {
                                readonly [key: string]: string;
                            };
                            readonly id: string;
                            readonly kind: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly transcribeRecording3: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly language: string;
                        readonly text: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listToolkitBreakers: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly operation: string;
                            readonly position: "open" | "closed" | "auto";
                            readonly state: string;
                            readonly upstream: string;
                        }[];
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly switchToolkitBreaker: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly operation: "text.generate" | "text.stream" | "speech.transcribe" | "speech.synthesize" | "image.generate" | "image.edit";
                readonly upstream: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly position: "open" | "closed" | "auto";
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly operation: string;
                        readonly position: "open" | "closed" | "auto";
                        readonly state: string;
                        readonly upstream: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly detectLanguage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly text: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly candidates: readonly {
                            readonly language: string;
                            readonly score: number;
                        }[];
                        /** @description False for most texts of one or two words */
                        readonly isReliable: boolean;
                        readonly language: string | null;
                        readonly provider: string;
                        readonly quality: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly explainText: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Code such as es or es-MX */
                    readonly inLanguage: string;
                    /** @description Code such as es or es-MX */
                    readonly language: string;
                    readonly text: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly explanation: string;
                        readonly provider: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getToolkitHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description configured or not_configured */
                        readonly ai: string;
                        /** @description Path below which this service answers */
                        readonly base: string;
                        readonly capabilities: readonly string[];
                        /** @description False while an upstream is configured and none can be used */
                        readonly ok: boolean;
                        readonly upstreams: readonly {
                            readonly breakers: {
                                readonly [key: string]: string;
                            };
                            readonly id: string;
                            readonly kind: string;
                        }[];
                    };
                };
            };
        };
    };
    readonly editImage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly aspectRatio?: string;
                    readonly images: readonly {
                        readonly image: string;
                        /** @constant */
                        readonly type: "image";
                    }[];
                    readonly prompt: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly image: {
                            readonly base64Data: string;
                            readonly mimeType: string;
                        };
                        readonly size: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly generateImage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly aspectRatio?: string;
                    readonly prompt: string;
                    readonly size?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly image: {
                            readonly base64Data: string;
                            readonly mimeType: string;
                        };
                        readonly size: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly transcribePhonetically: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Code such as es or es-MX */
                    readonly language: string;
                    readonly text: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly ipa: string;
                        readonly provider: string;
                        readonly quality: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createToolkitJob: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @constant */
                    readonly kind: "image.generate";
                    readonly prompt: string;
                    readonly size?: string;
                } | {
                    /** @constant */
                    readonly kind: "text.generate";
                    readonly prompt: string;
                    readonly system?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly errorCode: string | null;
                        /** Format: date-time */
                        readonly expiresAt: string;
                        readonly finishedAt: string | null;
                        readonly id: string;
                        readonly kind: string;
                        /** @description Present when the job has succeeded */
                        readonly result: unknown;
                        readonly status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Idempotency key reused */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getToolkitJob: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly errorCode: string | null;
                        /** Format: date-time */
                        readonly expiresAt: string;
                        readonly finishedAt: string | null;
                        readonly id: string;
                        readonly kind: string;
                        /** @description Present when the job has succeeded */
                        readonly result: unknown;
                        readonly status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelToolkitJob: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly errorCode: string | null;
                        /** Format: date-time */
                        readonly expiresAt: string;
                        readonly finishedAt: string | null;
                        readonly id: string;
                        readonly kind: string;
                        /** @description Present when the job has succeeded */
                        readonly result: unknown;
                        readonly status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly checkSpelling: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly language: string;
                    readonly text: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly misspellings: readonly {
                            readonly offset: number;
                            readonly suggestions: readonly string[];
                            readonly word: string;
                        }[];
                        readonly provider: string;
                        readonly quality: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly transcribeRecording: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly language: string;
                        readonly text: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly generateText: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly max_tokens?: number;
                    readonly maxTokens?: number;
                    readonly messages?: readonly {
                        readonly content: string | readonly ({
                            readonly text: string;
                            /** @constant */
                            readonly type: "text";
                        } | {
                            readonly image: string;
                            /** @constant */
                            readonly type: "image";
                        })[];
                        readonly role: "system" | "user" | "assistant";
                    }[];
                    readonly model?: string;
                    readonly prompt?: string;
                    /** @constant */
                    readonly stream?: false;
                    readonly temperature?: number;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly completion: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly translateText: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Code such as es or es-MX */
                    readonly from?: string;
                    readonly text: string;
                    /** @description Code such as es or es-MX */
                    readonly to: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly provider: string;
                        readonly translation: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getToolkitUsage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description The day in the time zone of the learner */
                        readonly day: string;
                        readonly limits: {
                            readonly audioSeconds: number;
                            readonly images: number;
                            readonly messages: number;
                            readonly tokens: number;
                        };
                        readonly plan: "free" | "premium";
                        readonly reserved: {
                            readonly audioSeconds: number;
                            readonly images: number;
                            readonly messages: number;
                            readonly tokens: number;
                        };
                        /** Format: date-time */
                        readonly resetsAt: string;
                        readonly used: {
                            readonly audioSeconds: number;
                            readonly images: number;
                            readonly messages: number;
                            readonly tokens: number;
                        };
                    };
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getToolkitUsageTotals: {
        readonly parameters: {
            readonly query?: {
                readonly days?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly day: string;
                            readonly failures: number;
                            readonly inputUnits: number;
                            readonly operation: string;
                            readonly outputUnits: number;
                            readonly requests: number;
                            readonly upstream: string | null;
                        }[];
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly editImageV1: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly aspectRatio?: string;
                    readonly images: readonly {
                        readonly image: string;
                        /** @constant */
                        readonly type: "image";
                    }[];
                    readonly prompt: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly image: {
                            readonly base64Data: string;
                            readonly mimeType: string;
                        };
                        readonly size: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly generateImageV1: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly aspectRatio?: string;
                    readonly prompt: string;
                    readonly size?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly image: {
                            readonly base64Data: string;
                            readonly mimeType: string;
                        };
                        readonly size: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly transcribeRecording2: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly language: string;
                        readonly text: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported media type */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly generateTextV1: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly max_tokens?: number;
                    readonly maxTokens?: number;
                    readonly messages?: readonly {
                        readonly content: string | readonly ({
                            readonly text: string;
                            /** @constant */
                            readonly type: "text";
                        } | {
                            readonly image: string;
                            /** @constant */
                            readonly type: "image";
                        })[];
                        readonly role: "system" | "user" | "assistant";
                    }[];
                    readonly model?: string;
                    readonly prompt?: string;
                    /** @constant */
                    readonly stream?: false;
                    readonly temperature?: number;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly completion: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream timed out */
            readonly 504: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "post-translate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly from?: string;
                    readonly text: string;
                    readonly to: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly alternatives: readonly string[];
                        /** Format: date-time */
                        readonly createdAt: string;
                        /** @description True when a course’s own pairs answered, without AI. */
                        readonly degraded: boolean;
                        readonly favourite: boolean;
                        /** @description As asked, or as detected; und when nobody knows. */
                        readonly from: string;
                        /** Format: uuid */
                        readonly id: string;
                        /** @enum {string} */
                        readonly source: "ai" | "course";
                        readonly text: string;
                        readonly to: string;
                        readonly translation: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request timed out */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Upstream failed */
            readonly 502: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service unavailable */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-translate-history": {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: string;
                /** @description Only those marked as favourites. */
                readonly favourites?: boolean;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly alternatives: readonly string[];
                            /** Format: date-time */
                            readonly createdAt: string;
                            /** @description True when a course’s own pairs answered, without AI. */
                            readonly degraded: boolean;
                            readonly favourite: boolean;
                            /** @description As asked, or as detected; und when nobody knows. */
                            readonly from: string;
                            /** Format: uuid */
                            readonly id: string;
                            /** @enum {string} */
                            readonly source: "ai" | "course";
                            readonly text: string;
                            readonly to: string;
                            readonly translation: string;
                        }[];
                        readonly nextCursor: string | null;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "delete-translate-history-translationId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly translationId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Forgotten */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "patch-translate-history-translationId": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly translationId: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly favourite: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly alternatives: readonly string[];
                        /** Format: date-time */
                        readonly createdAt: string;
                        /** @description True when a course’s own pairs answered, without AI. */
                        readonly degraded: boolean;
                        readonly favourite: boolean;
                        /** @description As asked, or as detected; und when nobody knows. */
                        readonly from: string;
                        /** Format: uuid */
                        readonly id: string;
                        /** @enum {string} */
                        readonly source: "ai" | "course";
                        readonly text: string;
                        readonly to: string;
                        readonly translation: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-users-me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly email: string | null;
                        /** Format: uuid */
                        readonly id: string;
                        readonly isAnonymous: boolean;
                        readonly isPremium: boolean;
                        readonly name: string;
                        readonly nativeLanguage: string | null;
                        readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                        readonly roles: readonly ("learner" | "author" | "admin")[];
                        readonly targetLanguage: string | null;
                        readonly timeZone: string;
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            /** @description Unchanged. */
            readonly 304: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "patch-users-me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description How the person wants to be called. */
                    readonly name?: string;
                    readonly nativeLanguage?: string | null;
                    readonly proficiencyLevel?: ("beginner" | "intermediate" | "advanced") | null;
                    readonly targetLanguage?: string | null;
                    /** @example Europe/Madrid */
                    readonly timeZone?: string;
                };
            };
        };
        readonly responses: {
            /** @description Default Response */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** Format: date-time */
                        readonly createdAt: string;
                        readonly email: string | null;
                        /** Format: uuid */
                        readonly id: string;
                        readonly isAnonymous: boolean;
                        readonly isPremium: boolean;
                        readonly name: string;
                        readonly nativeLanguage: string | null;
                        readonly proficiencyLevel: ("beginner" | "intermediate" | "advanced") | null;
                        readonly roles: readonly ("learner" | "author" | "admin")[];
                        readonly targetLanguage: string | null;
                        readonly timeZone: string;
                        /** Format: date-time */
                        readonly updatedAt: string;
                    };
                };
            };
            /** @description Bad request */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not authenticated */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition failed */
            readonly 412: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "get-health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All dependencies work */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "version": "0.1.0",
                     *       "buildSha": "a44f937",
                     *       "dependencies": {
                     *         "database": "ok",
                     *         "redis": "ok",
                     *         "toolkit": "ok",
                     *         "auth": "ok",
                     *         "learning": "ok"
                     *       },
                     *       "timestamp": "2026-11-22T12:00:00.000Z",
                     *       "uptime": 42.5,
                     *       "env": "production"
                     *     }
                     */
                    readonly "application/json": Record<string, never>;
                };
            };
            /** @description A dependency is down */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "degraded",
                     *       "version": "0.1.0",
                     *       "buildSha": "a44f937",
                     *       "dependencies": {
                     *         "database": "ok",
                     *         "redis": "ok",
                     *         "toolkit": "ok",
                     *         "auth": "ok",
                     *         "learning": "ok"
                     *       },
                     *       "timestamp": "2026-11-22T12:00:00.000Z",
                     *       "uptime": 42.5,
                     *       "env": "production"
                     *     }
                     */
                    readonly "application/json": Record<string, never>;
                };
            };
        };
    };
    readonly "get-livez": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It does */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    readonly "application/json": Record<string, never>;
                };
            };
        };
    };
    readonly "get-readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It does */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "dependencies": {}
                     *     }
                     */
                    readonly "application/json": Record<string, never>;
                };
            };
            /** @description It is draining */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "not_ready",
                     *       "reason": "shutting down",
                     *       "dependencies": {}
                     *     }
                     */
                    readonly "application/json": Record<string, never>;
                };
            };
        };
    };
}
