namespace Orleans.Kube.NodeAgent.References;

/// <summary>A pod refers to something that is not there; the message is the one that kubelet shows.</summary>
public class ReferenceException(string message) : Exception(message);
