namespace Orleans.Kube.Model.Core;

/// <summary>A header of an HTTP request.</summary>
public sealed record HTTPHeader
{
    /// <summary>The name of the header.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The value of the header.</summary>
    [AlwaysWritten]
    public string Value { get; init => field = value ?? ""; } = "";
}

/// <summary>An HTTP GET request.</summary>
public sealed record HTTPGetAction
{
    /// <summary>The path that is asked for.</summary>
    public string Path { get; init => field = value ?? ""; } = "";

    /// <summary>The number or the name of the port.</summary>
    [AlwaysWritten]
    public IntOrString Port { get; init; }

    /// <summary>The host that is asked; by default the pod.</summary>
    public string Host { get; init => field = value ?? ""; } = "";

    /// <summary>HTTP or HTTPS. HTTP by default.</summary>
    [Values(typeof(URIScheme))]
    public string Scheme { get; init => field = value ?? ""; } = "";

    /// <summary>Headers of the request.</summary>
    [Atomic]
    public IReadOnlyList<HTTPHeader> HttpHeaders { get; init => field = value ?? []; } = [];
}

/// <summary>A TCP connection.</summary>
public sealed record TCPSocketAction
{
    /// <summary>The number or the name of the port.</summary>
    [AlwaysWritten]
    public IntOrString Port { get; init; }

    /// <summary>The host that is connected to; by default the pod.</summary>
    public string Host { get; init => field = value ?? ""; } = "";
}

/// <summary>A check by the gRPC health protocol.</summary>
public sealed record GRPCAction
{
    /// <summary>The number of the port.</summary>
    [AlwaysWritten]
    public int Port { get; init; }

    /// <summary>The service whose health is asked for.</summary>
    [AlwaysWritten] [Optional]
    [Default("")]
    public string? Service { get; init; }
}

/// <summary>A command in the container.</summary>
public sealed record ExecAction
{
    /// <summary>The program and its arguments. Exit code 0 means success.</summary>
    [Atomic]
    public IReadOnlyList<string> Command { get; init => field = value ?? []; } = [];
}

/// <summary>A pause.</summary>
public sealed record SleepAction
{
    /// <summary>How many seconds to wait.</summary>
    [AlwaysWritten]
    public long Seconds { get; init; }
}

/// <summary>A check of a container that is repeated.</summary>
public sealed record Probe
{
    /// <summary>Runs a program in the container.</summary>
    public ExecAction? Exec { get; init; }

    /// <summary>Sends an HTTP request. A code from 200 to 399 means success.</summary>
    public HTTPGetAction? HttpGet { get; init; }

    /// <summary>Opens a connection.</summary>
    public TCPSocketAction? TcpSocket { get; init; }

    /// <summary>Asks a gRPC health service.</summary>
    public GRPCAction? Grpc { get; init; }

    /// <summary>How long after the start the checks begin.</summary>
    public int InitialDelaySeconds { get; init; }

    /// <summary>How long a check may take. 1 second by default.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>How often is checked. Every 10 seconds by default.</summary>
    public int PeriodSeconds { get; init; }

    /// <summary>How many successes in a row make it pass. 1 by default.</summary>
    public int SuccessThreshold { get; init; }

    /// <summary>How many failures in a row make it fail. 3 by default.</summary>
    public int FailureThreshold { get; init; }

    /// <summary>How long the container has for ending when this check fails.</summary>
    public long? TerminationGracePeriodSeconds { get; init; }
}

/// <summary>What is run. Exactly one of the members.</summary>
public sealed record LifecycleHandler
{
    /// <summary>Runs a program in the container.</summary>
    public ExecAction? Exec { get; init; }

    /// <summary>Sends an HTTP request.</summary>
    public HTTPGetAction? HttpGet { get; init; }

    /// <summary>No longer supported.</summary>
    public TCPSocketAction? TcpSocket { get; init; }

    /// <summary>Waits.</summary>
    public SleepAction? Sleep { get; init; }
}

/// <summary>What is run after a container starts, and before it ends.</summary>
public sealed record Lifecycle
{
    /// <summary>Runs right after the start.</summary>
    public LifecycleHandler? PostStart { get; init; }

    /// <summary>Runs before the container is asked to end.</summary>
    public LifecycleHandler? PreStop { get; init; }

    /// <summary>The signal that asks the container to end.</summary>
    [Values(typeof(Signal))]
    public string? StopSignal { get; init; }
}
