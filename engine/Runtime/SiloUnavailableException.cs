namespace Orleans.Runtime;

/// <summary>The silo is not running: the call did not run.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>The silo is not running.</summary>
    public SiloUnavailableException()
        : this("The silo is not running.")
    {
    }

    /// <summary>The silo is not running, in words.</summary>
    public SiloUnavailableException(string msg)
        : base(msg)
    {
    }

    /// <summary>The silo is not running, in words and with a cause.</summary>
    public SiloUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
