namespace Orleans.Kube.Model.Versions;

/// <summary>Which version of the API a server serves, and what it is itself.</summary>
public sealed record Info
{
    /// <summary>The major version of the API.</summary>
    [AlwaysWritten]
    public required string Major { get; init; }

    /// <summary>The minor version of the API.</summary>
    [AlwaysWritten]
    public required string Minor { get; init; }

    /// <summary>The major version that the server behaves like.</summary>
    public string EmulationMajor { get; init => field = value ?? ""; } = "";

    /// <summary>The minor version that the server behaves like.</summary>
    public string EmulationMinor { get; init => field = value ?? ""; } = "";

    /// <summary>The major version of the oldest server that can work on the same data.</summary>
    public string MinCompatibilityMajor { get; init => field = value ?? ""; } = "";

    /// <summary>The minor version of the oldest server that can work on the same data.</summary>
    public string MinCompatibilityMinor { get; init => field = value ?? ""; } = "";

    /// <summary>The version that clients compare theirs with.</summary>
    [AlwaysWritten]
    public required string GitVersion { get; init; }

    /// <summary>What the server was built from.</summary>
    [AlwaysWritten]
    public required string GitCommit { get; init; }

    /// <summary>Whether that was as it is in the repository: clean or dirty.</summary>
    [AlwaysWritten]
    public required string GitTreeState { get; init; }

    /// <summary>When the server was built.</summary>
    [AlwaysWritten]
    public required string BuildDate { get; init; }

    /// <summary>What the server runs on.</summary>
    [AlwaysWritten]
    public required string GoVersion { get; init; }

    /// <summary>What the server was compiled by.</summary>
    [AlwaysWritten]
    public required string Compiler { get; init; }

    /// <summary>The operating system and the processor that the server runs on.</summary>
    [AlwaysWritten]
    public required string Platform { get; init; }
}
