import { Box, Container, Group, ScrollArea, Text, ThemeIcon, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';

interface ScreenProps {
  title: string;
  /** One sentence under the title. */
  description?: ReactNode;
  /** A sign before the title; decoration only. */
  icon?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** As wide as the window lets it, for things side by side. Default: a column to read. */
  isWide?: boolean;
  children: ReactNode;
}

/** The frame of every screen but the chat: one heading, which takes the focus on arrival, over a scrolling column. */
export function Screen({ title, description, icon, actions, isWide = false, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <ScrollArea h="100%" type="auto" scrollbarSize={10}>
      <Container size={isWide ? 'xl' : 'sm'} px="lg" pt={40} pb={64}>
        <Group align="flex-start" gap="sm" mb="lg">
          {icon !== undefined && (
            <ThemeIcon variant="transparent" size={40} aria-hidden>
              {icon}
            </ThemeIcon>
          )}
          <Box flex={1} miw={240}>
            <Title order={1} ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {description !== undefined && (
              <Text c="dimmed" size="sm" mt={4}>
                {description}
              </Text>
            )}
          </Box>
          {actions}
        </Group>
        {children}
      </Container>
    </ScrollArea>
  );
}
