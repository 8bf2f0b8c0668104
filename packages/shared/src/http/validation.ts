import ajvCompiler from '@fastify/ajv-compiler';
import type { FastifySchemaCompiler } from 'fastify';
import type { FastifyValidationResult } from 'fastify/types/schema.js';
import type { TSchema } from 'typebox';

const buildCompiler = ajvCompiler();

/** Beyond this size, only the first problem of a body is looked for: patterns would run over all of it. */
const maxFullReportBytes = 4096;

type Validate = ReturnType<ReturnType<typeof buildCompiler>>;

/**
 * Makes the compiler that Fastify validates with. Bodies are taken as they are: coercion would let `null`, `5` and
 * `[]` pass for text. Addresses and headers are text by nature, so there numbers and booleans are converted.
 */
export function createValidatorCompiler(): FastifySchemaCompiler<TSchema> {
  const shared = { removeAdditional: false, useDefaults: true, strict: false, strictNumbers: true } as const;
  const build = (coerceTypes: boolean, allErrors: boolean) =>
    buildCompiler({}, { customOptions: { ...shared, coerceTypes, allErrors } });
  const compile = { first: build(false, false), all: build(false, true), text: build(true, false) };
  return (route) => {
    if (route.httpPart !== 'body') return compile.text(route);
    return bodyValidator(
      compile.first(route),
      lazily(() => compile.all(route)),
    );
  };
}

// The first pass stops at the first problem, so that a long text is refused for its length before a pattern sees it.
function bodyValidator(first: Validate, all: () => Validate): FastifyValidationResult {
  const validate: FastifyValidationResult = (body: unknown) => {
    if (first(body) === true) return true;
    const small = JSON.stringify(body ?? null).length <= maxFullReportBytes;
    const reporter = small ? all() : first;
    if (small) reporter(body);
    validate.errors = reporter.errors ?? null;
    return false;
  };
  return validate;
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
