namespace Orleans.Kube.NodeAgent;

/// <summary>Settings that an agent cannot run with.</summary>
public sealed class SettingsException(string message, Exception? cause = null) : Exception(message, cause);
