using System.Buffers.Binary;

namespace SensorWatch.Templates.Packages;

/// <summary>The few bytes of an ELF file that say which processor it is for: https://man7.org/linux/man-pages/man5/elf.5.html</summary>
public static class ElfHeader
{
    /// <summary><c>EM_X86_64</c></summary>
    public const int X86 = 62;

    /// <summary><c>EM_AARCH64</c></summary>
    public const int Arm64 = 183;

    private const int MachineOffset = 18;
    private const int DataOffset = 5;
    private const byte BigEndian = 2;

    /// <summary>The <c>e_machine</c> field; null when the bytes are no ELF file.</summary>
    /// <param name="start">The first 20 bytes of the file, or all of it when it is shorter.</param>
    public static int? Machine(ReadOnlySpan<byte> start)
    {
        if (start.Length < MachineOffset + sizeof(ushort) || !start.StartsWith("\u007fELF"u8))
        {
            return null;
        }

        var machine = start[MachineOffset..];
        return start[DataOffset] == BigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(machine)
            : BinaryPrimitives.ReadUInt16LittleEndian(machine);
    }
}
