namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>What the processes of a machine use: open files, threads, resident bytes.</summary>
internal sealed record MachineResources(int AgentFiles, int AgentThreads, long AgentBytes, int DockerFiles);
