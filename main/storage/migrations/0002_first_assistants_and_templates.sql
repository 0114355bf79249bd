-- Rows like any other from here on: once deleted they stay deleted.
INSERT INTO assistants (id, name, description, system_prompt, sampling, created_at, updated_at) VALUES
  (
    'plain-helper',
    'Plain helper',
    'Short, direct answers in everyday words.',
    'You are a helpful assistant. Give the answer first, in plain words and short sentences. Then add only what the user needs to use it. If you do not know, say so.',
    '{"temperature":0.7,"topP":0.95,"topK":40,"minP":0.05,"repeatPenalty":1.1,"maxTokens":null,"seed":null}',
    CAST(unixepoch('subsec') * 1000 AS INTEGER),
    CAST(unixepoch('subsec') * 1000 AS INTEGER)
  ),
  (
    'patient-teacher',
    'Patient teacher',
    'Explains one step at a time, with an example and a question.',
    'You are a patient teacher. Explain one step at a time in simple words. Give one small example. End with one short question that lets the learner check the idea.',
    '{"temperature":0.6,"topP":0.95,"topK":40,"minP":0.05,"repeatPenalty":1.1,"maxTokens":null,"seed":null}',
    CAST(unixepoch('subsec') * 1000 AS INTEGER),
    CAST(unixepoch('subsec') * 1000 AS INTEGER)
  ),
  (
    'careful-editor',
    'Careful editor',
    'Corrects a text and keeps its meaning and tone.',
    'You are a careful editor. Correct the spelling, grammar and punctuation of the text the user sends. Keep its meaning, tone and language. Reply with the corrected text only.',
    '{"temperature":0.2,"topP":0.9,"topK":40,"minP":0.05,"repeatPenalty":1,"maxTokens":null,"seed":null}',
    CAST(unixepoch('subsec') * 1000 AS INTEGER),
    CAST(unixepoch('subsec') * 1000 AS INTEGER)
  );
--> statement-breakpoint
INSERT INTO prompt_templates (id, name, text, created_at, updated_at) VALUES
  (
    'summarise-text',
    'Summarise a text',
    'Summarise the following text in {{count}} short bullet points.

{{text}}',
    CAST(unixepoch('subsec') * 1000 AS INTEGER),
    CAST(unixepoch('subsec') * 1000 AS INTEGER)
  ),
  (
    'explain-topic',
    'Explain a topic',
    'Explain {{topic}} to {{audience}}. Use simple words and one example.',
    CAST(unixepoch('subsec') * 1000 AS INTEGER),
    CAST(unixepoch('subsec') * 1000 AS INTEGER)
  ),
  (
    'answer-message',
    'Answer a message',
    'Write a {{tone}} reply to the message below. The reply should say: {{point}}

Message:
{{message}}',
    CAST(unixepoch('subsec') * 1000 AS INTEGER),
    CAST(unixepoch('subsec') * 1000 AS INTEGER)
  );
