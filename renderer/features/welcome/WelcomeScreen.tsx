import { Button, Group, List, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import {
  IconArrowRight,
  IconDeviceLaptop,
  IconExternalLink,
  IconPlant2,
  IconScale,
  IconWifiOff,
} from '@tabler/icons-react';
import { Screen } from '../../components/Screen';
import { notifyError } from '../../components/errors/notifyError';
import { useNavigation } from '../../navigation';
import { useUpdateSettings } from '../settings/queries';
import classes from './WelcomeScreen.module.css';

const promises = [
  {
    Icon: IconDeviceLaptop,
    title: 'It runs on this computer',
    text: 'A language model on your own disk writes the answers. Your chats and settings are files in a folder of yours. There is no account.',
  },
  {
    Icon: IconWifiOff,
    title: 'It works offline',
    text: 'Once set up, Loam needs no network, and it sends nothing: no questions, no statistics, no crash reports.',
  },
  {
    Icon: IconExternalLink,
    title: 'What leaves, leaves by your hand',
    text: 'A link you follow opens in your browser, after Loam showed its whole address. A model is downloaded only when you ask for it, from the server you see. What you export is saved where you say.',
  },
  {
    Icon: IconScale,
    title: 'It can be wrong',
    text: 'The model that comes with Loam is small: quick, but often mistaken about facts. Check what matters. Under Models, Loam recommends a larger one for this computer.',
  },
] as const;

const exampleQuestions = [
  'Explain to a ten-year-old why the sky is blue.',
  'Write a short thank-you note to a neighbour who watered my plants.',
  'Give me five ideas for a rainy Sunday.',
] as const;

/** The first thing a new user sees: what is local, what is not, and the way into the first chat. */
export default function WelcomeScreen() {
  const { mutate: updateSettings } = useUpdateSettings();
  const begin = (draft?: string) => {
    updateSettings({ hasSeenWelcome: true }, { onError: (error) => notifyError(error) });
    useNavigation.getState().startNewChat(draft === undefined ? {} : { draft });
  };
  return (
    <Screen
      title="Welcome to Loam"
      description="A chat assistant that is yours: private, offline, and plain about what it does."
      icon={<IconPlant2 size={32} stroke={1.6} />}
    >
      <List spacing="lg" listStyleType="none" mt="xl" classNames={{ itemWrapper: classes.promise }}>
        {promises.map(({ Icon, title, text }) => (
          <List.Item
            key={title}
            icon={
              <ThemeIcon variant="light" size={40} radius="xl">
                <Icon size={20} stroke={1.6} aria-hidden />
              </ThemeIcon>
            }
          >
            <Text fw={600}>{title}</Text>
            <Text size="sm" c="dimmed">
              {text}
            </Text>
          </List.Item>
        ))}
      </List>
      <Paper className={classes.start} radius="lg" p="lg" mt={32}>
        <Title order={2} mb="sm">
          Try a question
        </Title>
        <Stack gap="xs">
          {exampleQuestions.map((question) => (
            <Button
              key={question}
              variant="default"
              justify="space-between"
              fullWidth
              h="auto"
              py={10}
              classNames={{ label: classes.question }}
              rightSection={<IconArrowRight size={16} aria-hidden />}
              onClick={() => begin(question)}
            >
              {question}
            </Button>
          ))}
        </Stack>
        <Group justify="space-between" mt="lg">
          <Text size="sm" c="dimmed">
            You can read it again before you send it.
          </Text>
          <Button onClick={() => begin()}>Start the first chat</Button>
        </Group>
      </Paper>
    </Screen>
  );
}
