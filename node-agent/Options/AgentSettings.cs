using Microsoft.Extensions.Configuration;

namespace Orleans.Kube.NodeAgent;

/// <summary>
/// Reads an agent's settings from a file of JSON, in which comments are allowed, and from the environment, which goes before the file: the
/// setting <c>eviction.imageAge</c> is the variable <c>ORLEANS_KUBE_NODE_EVICTION__IMAGEAGE</c>.
/// </summary>
public static class AgentSettings
{
    /// <summary>What the names of the environment's variables begin with.</summary>
    public const string Prefix = "ORLEANS_KUBE_NODE_";

    /// <summary>The file that is read when none is named and this one is there.</summary>
    public const string DefaultFile = "/etc/orleans-kube/node-agent.json";

    /// <summary>Kubelet's defaults, over which the file goes, over which the environment goes.</summary>
    /// <exception cref="SettingsException">The file is not there or no JSON, or a setting is unknown or has no such value.</exception>
    public static AgentOptions Load(string? file)
    {
        var options = new AgentOptions();
        try
        {
            new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(file ?? DefaultFile), optional: file is null)
                .AddEnvironmentVariables(Prefix)
                .Build()
                .Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"the settings of {file ?? DefaultFile} or the environment ({Prefix}…) cannot be used: {Reason(e)}", e);
        }

        return options with
        {
            NodeName = options.NodeName.Length > 0 ? options.NodeName : new AgentOptions().NodeName,
            PodCidr = NullIfEmpty(options.PodCidr),
            StaticPods = NullIfEmpty(options.StaticPods),
            ClusterDns = NullIfEmpty(options.ClusterDns),
        };
    }

    private static string? NullIfEmpty(string? setting) => setting is "" ? null : setting;

    /// <summary>The innermost reason says which value it is.</summary>
    private static string Reason(Exception e) => e.InnerException is { } inner && e is not InvalidOperationException ? Reason(inner) : e.Message;
}
