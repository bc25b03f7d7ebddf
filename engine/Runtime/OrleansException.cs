namespace Orleans.Runtime;

/// <summary>The base of the exceptions that the engine itself throws.</summary>
public class OrleansException : Exception
{
    /// <summary>An exception without words.</summary>
    public OrleansException()
    {
    }

    /// <summary>An exception with words.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with words and a cause.</summary>
    public OrleansException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
