namespace Orleans.Kube.Client;

/// <summary>A kubeconfig is missing, not readable, or lacks what it refers to.</summary>
public sealed class KubeConfigException(string message, Exception? inner = null) : Exception(message, inner);
