using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Orleans.Kube.NodeAgent.Probes;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// Connects to a port inside another process's network namespace, so that servers that listen on 127.0.0.1 only are reached too. A socket
/// belongs to the namespace that its thread was in when it was made, so a thread of its own enters the namespace, connects and ends.
/// </summary>
internal static partial class NetworkNamespace
{
    private const int CloneNewNet = 0x40000000;

    public static Task<Stream> ConnectAsync(int processId, int port)
    {
        var done = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Connect(processId, port, done)) { IsBackground = true, Name = "pod connection" }.Start();
        return done.Task;
    }

    private static void Connect(int processId, int port, TaskCompletionSource<Stream> done)
    {
        try
        {
            using (var file = File.OpenHandle($"/proc/{processId}/ns/net"))
                if (SetNamespace(file, CloneNewNet) != 0)
                    throw new RuntimeException($"cannot enter the pod's network namespace: error {Marshal.GetLastPInvokeError()}");
            done.SetResult(Connect(port));
        }
        catch (SocketException e)
        {
            done.SetException(new RuntimeException($"failed to connect to localhost:{port} inside the pod's network namespace: {DialErrors.Dial("127.0.0.1", port, e)}", e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            done.SetException(new RuntimeException(e.Message, e));
        }
        catch (RuntimeException e)
        {
            done.SetException(e);
        }
    }

    private static NetworkStream Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeHandle file, int kind);
}
