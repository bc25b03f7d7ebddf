namespace Orleans.Kube.NodeAgent.Plugins;

/// <summary>A plugin cannot be used; the message says why, and is told to the plugin.</summary>
public sealed class PluginException(string message) : Exception(message);
