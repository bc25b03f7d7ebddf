namespace Orleans.Kube.NodeAgent.Plugins;

/// <summary>Takes on the plugins of one type.</summary>
public interface IPluginHandler
{
    /// <summary>The type, as plugins say it: <c>CSIPlugin</c>, <c>DevicePlugin</c>.</summary>
    string Type { get; }

    /// <summary>Takes a plugin on, or the one that has come in its place.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="versions">The versions of its protocol that it knows.</param>
    /// <param name="socket">Where it answers.</param>
    /// <param name="cancellationToken">Ends the agent.</param>
    /// <exception cref="PluginException">It cannot be used now; it is tried again later.</exception>
    Task RegisterAsync(string name, IReadOnlyList<string> versions, string socket, CancellationToken cancellationToken);

    /// <summary>A plugin has gone.</summary>
    /// <exception cref="PluginException">That could not be written down; it is tried again later.</exception>
    Task UnregisterAsync(string name, CancellationToken cancellationToken);
}
