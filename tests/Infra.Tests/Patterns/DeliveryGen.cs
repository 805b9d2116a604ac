using CsCheck;

namespace SensorWatch.Infra.Tests.Patterns;

/// <summary>Random deliveries. Values come from small pools that predicates share, so that conditions are often true and often not.</summary>
internal static class DeliveryGen
{
    public static Gen<string> Texts { get; } = Gen.Frequency(
        (6, Pool("", "a", "ab", "abc", "abab", "b", "Ab", "ABC", "cab")),
        (1, Pool(
            "a*b", "*", @"a\b", @"\", "ä", "Ä", "ß", "ss", "SS", "k", "K", "\u212A", "s", "\u017F", "\u00B5", "\u03BC", "i", "\u0130", "\u0131", "😀", "😀b", "null", "true", "5",
            "a.b", "\"a\"", "<a>", "\u2028", "${a}", "ǅ", "ǆ", "Ǆ")),
        (2, Pool(
            "10.0.0.1", "010.0.0.1", "10.1.2.3", "192.168.0.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:a00:1", "2001:db8::1", "2001:DB8::1", "::", "10.0.0.256")));

    public static Gen<int> Integers { get; } = Gen.Frequency(
        (6, Pool(-1, 0, 1, 2, 3, 5, 10)),
        (1, Pool(100, -100, int.MaxValue, int.MinValue, 16_777_217)));

    public static Gen<long> Longs { get; } = Gen.Frequency(
        (4, Integers.Select(number => (long)number)),
        (2, Pool(
            9_007_199_254_740_991, 9_007_199_254_740_992, 9_007_199_254_740_993, -9_007_199_254_740_993, 1_152_921_504_606_846_976, long.MaxValue, long.MinValue)));

    public static Gen<double> Doubles { get; } = Gen.Frequency(
        (4, Integers.Select(number => (double)number)),
        (2, Pool(
            -0.0, 0.1, 0.2, 0.30000000000000004, 0.3, 2.5, -1.5, 1e15, 1e16, 9_007_199_254_740_993, 1e21, 1e-7, 5e-324, double.MaxValue, double.MinValue, 1.1)));

    public static Gen<decimal> Decimals { get; } = Pool(
        0m, 1m, 1.0m, 1.00m, -1m, 2.5m, 0.1m, 5m, 10m, 0.12345678901234567890m, 9007199254740993m, decimal.MaxValue, 0.1000000000000000000000000001m);

    public static Gen<Guid> Guids { get; } = Pool(Guid.Empty, new Guid("0197c1a2-3b4c-7d5e-8f60-718293a4b5c6"), new Guid("FFFFFFFF-3B4C-7D5E-8F60-718293A4B5C6"));

    public static Gen<Color> Colors { get; } = Gen.Enum<Color>();

    public static Gen<Mode> Modes { get; } = Pool(Mode.Slow, Mode.Fast, Mode.Express, (Mode)7);

    public static Gen<Rank> Ranks { get; } = Pool(Rank.Low, Rank.Middle, Rank.High, (Rank)3);

    private static Gen<Address> Addresses { get; } = Gen.Select(
        Texts, OrNull(Texts), Texts, (city, street, ip) => new Address { City = city, Street = street, Ip = ip });

    private static Gen<Address?> MaybeAddresses { get; } = OrNull(Addresses);

    private static Gen<Extra> Extras { get; } = Gen.Select(OrNull(Texts), Integers.Nullable(), (text, exists) => new Extra { Text = text, Exists = exists });

    private static Gen<Part> Parts { get; } = Gen.Select(Texts, Integers, Gen.Bool, (code, depth, spare) => new Part { Code = code, Depth = depth, IsSpare = spare });

    private static Gen<Item> Items { get; } = Gen.Select(
        Gen.Select(Texts, Integers, Doubles.Nullable(), Colors),
        Gen.Select(Texts.Array[0, 2], Parts.Array[0, 2], MaybeAddresses),
        (one, two) => new Item
        {
            Sku = one.Item1,
            Quantity = one.Item2,
            Discount = one.Item3,
            Color = one.Item4,
            Labels = two.Item1,
            Parts = two.Item2,
            Origin = two.Item3,
        });

    public static Gen<Delivery> Deliveries { get; } = Gen.Select(
        Gen.Select(Texts, OrNull(Texts), OrNull(Texts), Guids, Gen.Bool, Gen.Bool.Nullable(), Gen.Byte[0, 10]),
        Gen.Select(Integers, Integers.Nullable(), Integers.Nullable(), Longs, Longs.Where(size => size >= 0).Select(size => (ulong)size).Nullable(), Doubles, Doubles.Nullable()),
        Gen.Select(Decimals, Colors, Colors.Nullable(), Modes, Ranks.Nullable(), Pool(0.1f, 0.5f, 1f), Pool(0, 1)),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3].Nullable(), Addresses, MaybeAddresses, OrNull(Extras)),
        Gen.Select(Texts.Array[0, 3], OrNull(Texts).Array[0, 3], OrNull(Integers.Array[0, 3]), Doubles.Array[0, 3], Colors.Array[0, 2]),
        Gen.Select(Items.Array[0, 3], OrNull(Items.Array[0, 2])),
        (texts, numbers, choices, others, lists, items) => new Delivery
        {
            Name = texts.Item1,
            Note = texts.Item2,
            Remark = texts.Item3,
            Id = texts.Item4,
            IsUrgent = texts.Item5,
            IsChecked = texts.Item6,
            Level = texts.Item7,
            Count = numbers.Item1,
            Limit = numbers.Item2,
            Score = numbers.Item3,
            Size = numbers.Item4,
            Total = numbers.Item5,
            Weight = numbers.Item6,
            Height = numbers.Item7,
            Price = choices.Item1,
            Color = choices.Item2,
            Second = choices.Item3,
            Mode = choices.Item4,
            Rank = choices.Item5,
            Ratio = choices.Item6,
            Rare = choices.Item7,
            Serial = numbers.Item1,
            At = Day(others.Item1),
            Seen = others.Item2 is { } seen ? Day(seen) : null,
            Address = others.Item3,
            Billing = others.Item4,
            Extra = others.Item5,
            Tags = lists.Item1,
            Marks = lists.Item2,
            Codes = lists.Item3,
            Weights = lists.Item4,
            Colors = lists.Item5,
            Items = items.Item1,
            Spares = items.Item2,
        });

    public static Gen<T> Pool<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static DateTimeOffset Day(int day) => new(2026, 1, 1 + day, 0, 0, 0, TimeSpan.FromHours(day));

    private static Gen<T?> OrNull<T>(Gen<T> gen)
        where T : class => Gen.Frequency((2, gen.Select(value => (T?)value)), (1, Gen.Const((T?)null)));
}
