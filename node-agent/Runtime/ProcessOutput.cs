namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>A piece of a process's output, valid until the next is read.</summary>
public readonly record struct ProcessOutput(bool IsError, ReadOnlyMemory<byte> Bytes)
{
    public bool IsEnd => Bytes.Length == 0;
}
