namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>What tells this agent's containers from those of other agents on the same Docker Engine. Made once per data folder.</summary>
public static class AgentIdentity
{
    /// <summary>The identity, made now if the folder has none.</summary>
    public static string Ensure(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        if (Find(dataFolder) is { } known) return known;
        var made = Guid.NewGuid().ToString("N");
        File.WriteAllText(FileIn(dataFolder), made);
        return made;
    }

    /// <summary>The identity, or null where no agent has run.</summary>
    public static string? Find(string dataFolder) =>
        File.Exists(FileIn(dataFolder)) && File.ReadAllText(FileIn(dataFolder)).Trim() is { Length: > 0 } known ? known : null;

    private static string FileIn(string dataFolder) => Path.Combine(dataFolder, "agent-id");
}
