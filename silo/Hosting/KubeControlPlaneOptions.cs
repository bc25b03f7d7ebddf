using System.Net;
using Orleans.Kube.Controllers.PodSecurity;
using Orleans.Kube.Ledger;
using Orleans.Kube.Silo.Pipeline;
using Orleans.Kube.Silo.Watching;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>How a control plane is hosted.</summary>
public sealed record KubeControlPlaneOptions
{
    /// <summary>Where certificates, keys and, on SQLite, the database are kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The HTTPS port; 0 for any that is free.</summary>
    public int Port { get; init; } = 6443;

    /// <summary>The address to listen on.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Any;

    /// <summary>The address that the <c>kubernetes</c> service leads to; null for the bound one or the machine's first.</summary>
    public IPAddress? Advertise { get; init; }

    /// <summary>Further names and addresses that the server's certificate is valid for.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];

    /// <summary>The cluster address of the <c>kubernetes</c> service.</summary>
    public IPAddress ServiceAddress { get; init; } = IPAddress.Parse("10.96.0.1");

    /// <summary>What holds the objects.</summary>
    public LedgerStore Store { get; init; } = LedgerStore.Sqlite;

    /// <summary>PostgreSQL: the connection string. SQLite: the file, by default <c>ledger.db</c> in the data directory.</summary>
    public string? Connection { get; init; }

    /// <summary>What is asked of pods where namespaces say nothing, and who is exempt from it.</summary>
    public PodSecurityOptions PodSecurity { get; init; } = new();

    /// <summary>Adjusts the ledger's bounds.</summary>
    public Func<LedgerOptions, LedgerOptions> ConfigureLedger { get; init; } = static options => options;

    public RequestLimits Limits { get; init; } = new();

    public WatchOptions Watches { get; init; } = new();

    /// <summary>How long answers that are under way may take after the host begins to stop.</summary>
    public TimeSpan ShutdownPatience { get; init; } = TimeSpan.FromSeconds(5);
}
