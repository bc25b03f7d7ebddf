using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Proxy.Connections;

/// <summary>A socket to the kernel's packet filter.</summary>
internal sealed partial class NetlinkSocket : SafeHandle
{
    private const int Netlink = 16;
    private const int Raw = 3, CloseOnExec = 0x80000;
    private const int Netfilter = 12;
    private const int SocketLevel = 1, ReceiveTimeout = 20;
    private const int BufferBytes = 128 * 1024;

    // The kernel answers at once; what does not come within this time was lost.
    private const int SecondsToAnswer = 5;

    private readonly byte[] _buffer = new byte[BufferBytes];

    private NetlinkSocket(int descriptor) : base(-1, ownsHandle: true) => SetHandle(descriptor);

    public override bool IsInvalid => handle == -1;

    /// <exception cref="IOException">There is no such socket.</exception>
    public static NetlinkSocket Open()
    {
        var descriptor = Socket(Netlink, Raw | CloseOnExec, Netfilter);
        if (descriptor < 0) throw Failed("socket");
        var socket = new NetlinkSocket(descriptor);
        if (SetOption(descriptor, SocketLevel, ReceiveTimeout, [SecondsToAnswer, 0], 2 * sizeof(long)) == 0) return socket;
        var failure = Failed("setsockopt");
        socket.Dispose();
        throw failure;
    }

    /// <exception cref="IOException">The kernel does not take it.</exception>
    public void Send(ReadOnlySpan<byte> message)
    {
        if (Send((int)handle, message, message.Length, 0) != message.Length) throw Failed("send");
    }

    /// <summary>The next messages; valid until the next call.</summary>
    /// <exception cref="IOException">None came in time, or there were more than the kernel could keep.</exception>
    public ReadOnlyMemory<byte> Receive()
    {
        var received = Receive((int)handle, _buffer, _buffer.Length, 0);
        return received > 0 ? _buffer.AsMemory(0, (int)received) : throw Failed("recv");
    }

    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    private static IOException Failed(string call) => new($"netlink {call}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int socket, int level, int option, ReadOnlySpan<long> value, int bytes);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, ReadOnlySpan<byte> buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, Span<byte> buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
