using System.CommandLine;

namespace Orleans.Kube.Silo.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "Data directory: certificates, keys and the SQLite database.",
        DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("KUBE_DATA")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".orleans-kube"),
    };

    public static Option<string?> Server { get; } = new("--server") { Description = "URL of the API server; by default that of admin.kubeconfig." };
}
