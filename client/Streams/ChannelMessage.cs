namespace Orleans.Kube.Client;

/// <summary>One message of a <see cref="ChannelSocket"/>; with <see cref="IsClose"/> it says that the channel's input has ended.</summary>
public readonly record struct ChannelMessage(byte Channel, ReadOnlyMemory<byte> Payload, bool IsClose);
