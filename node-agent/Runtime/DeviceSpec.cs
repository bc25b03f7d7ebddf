namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>A device of the machine inside a container.</summary>
/// <param name="Source">The path on the machine; it exists.</param>
/// <param name="Target">The path in the container.</param>
/// <param name="ReadOnly">Whether the container may only read it.</param>
public sealed record DeviceSpec(string Source, string Target, bool ReadOnly = false);
