import type {
  ChatWrapper,
  ChatWrapperGenerateContextStateOptions,
  ChatWrapperGeneratedContextState,
  LlamaModel,
  LlamaText,
} from 'node-llama-cpp';
import { LoamError } from '../../../preload/contract/errors';
import { derived } from './chatPrompt';
import { DeadlineError, runWithDeadline } from './deadline';
import type { LlamaLibrary } from './llamaRuntime';

/**
 * A chat template is a program out of the model's file. Each rendering gets half a second, where an honest one takes a few
 * milliseconds; the first look at a template takes some renderings.
 */
const renderDeadlineMs = 500;
const firstLookDeadlineMs = 1_000;
/** Finding out which known format a template equals renders it some hundred times, also with tools and thoughts. */
const comparisonDeadlineMs = 1_000;
/** Characters that a rendering may add to what the messages say. */
const mostAddedCharacters = 1_048_576;

/**
 * The chat format of a model: a known one that its template equals, else the template itself, limited in time and size;
 * where the template is no program at all, what suits the model's name and kind.
 *
 * @throws LoamError model/template-failed, also from each use of the format
 */
export function resolveTemplate(
  library: LlamaLibrary,
  model: LlamaModel,
  modelName: string,
): { name: string; template: ChatWrapper } {
  const own = ownFormat(library, model, modelName);
  const format = knownFormat(library, model) ?? own ?? new library.GeneralChatWrapper();
  return { name: format.wrapperName, template: limitedTemplate(format, modelName) };
}

/** The template itself; undefined when there is none or it cannot be read. */
function ownFormat(library: LlamaLibrary, model: LlamaModel, modelName: string): ChatWrapper | undefined {
  const template = model.fileInfo.metadata.tokenizer.chat_template;
  if (typeof template !== 'string' || template.trim() === '') return undefined;
  try {
    return runWithDeadline(
      firstLookDeadlineMs,
      () =>
        new library.JinjaTemplateChatWrapper({
          template,
          tokenizer: model.tokenizer,
          functionCallMessageTemplate: 'noJinja',
        }),
    );
  } catch (error) {
    if (error instanceof DeadlineError) throw templateFailed(modelName, endless, error);
    return undefined;
  }
}

/** Undefined when it takes too long to find out: a busy machine, or a template that goes astray only with tools. */
function knownFormat(library: LlamaLibrary, model: LlamaModel): ChatWrapper | null | undefined {
  try {
    return runWithDeadline(comparisonDeadlineMs, () =>
      library.resolveChatWrapper({
        bosString: model.tokens.bosString,
        ...(model.filename !== undefined && { filename: model.filename }),
        fileInfo: model.fileInfo,
        tokenizer: model.tokenizer,
        warningLogs: false,
        // Without `llama`: its own template engine is native code, which no deadline can stop.
      }),
    );
  } catch (error) {
    if (error instanceof DeadlineError) return undefined;
    throw error;
  }
}

function limitedTemplate(format: ChatWrapper, modelName: string): ChatWrapper {
  const generateContextState: ChatWrapper['generateContextState'] = (options) => {
    const state = rendered(format, modelName, options);
    const added = lengthOf(state.contextText) - JSON.stringify(options.chatHistory).length;
    if (added > mostAddedCharacters) {
      throw templateFailed(modelName, 'it adds more than a million characters to what was said');
    }
    return state;
  };
  return derived(format, { generateContextState });
}

function rendered(
  format: ChatWrapper,
  modelName: string,
  options: ChatWrapperGenerateContextStateOptions,
): ChatWrapperGeneratedContextState {
  try {
    return runWithDeadline(renderDeadlineMs, () => format.generateContextState(options));
  } catch (error) {
    throw templateFailed(
      modelName,
      error instanceof DeadlineError ? endless : 'it ends with an error',
      error,
    );
  }
}

const endless = 'it does not come to an end';

function lengthOf({ values }: LlamaText): number {
  return values.reduce<number>(
    (length, value) => length + (typeof value === 'string' ? value : value.value).length,
    0,
  );
}

function templateFailed(modelName: string, reason: string, cause?: unknown): LoamError {
  return new LoamError(
    'model/template-failed',
    `The chat template in the file of ${modelName} cannot be used: ${reason}. Choose another model, or get this one from another source.`,
    { cause },
  );
}
