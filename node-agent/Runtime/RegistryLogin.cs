namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>Who to be at an image registry.</summary>
public sealed record RegistryLogin(string Server, string User, string Password);
